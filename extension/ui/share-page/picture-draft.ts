/** A picture of a page on its way to be shared: how far it is, what the user changed in it, and its file. */
import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import { browser } from 'wxt/browser';
import { listen } from '../../browser/background-port.ts';
import { returnToPreview } from '../../browser/preview-tab.ts';
import {
  PICTURE_PORT,
  type PictureLack,
  type PictureProblem,
  type PictureStep,
} from '../../messages.ts';
import { EditHistory } from './edit-history.ts';
import type { PictureEdits } from './picture-edits.ts';
import { pictureFile } from './picture-file.ts';
import { drawShot, openCanvas } from './stitching.ts';

/** The page in a tab of which a picture is taken: what is seen of it now, or all of it. */
export interface PictureSource {
  readonly tabId: number;
  readonly form: 'view' | 'whole';
}

export type PictureState =
  /** `share`: the part of the picture that is there, from 0 to 1. */
  | { readonly state: 'taking'; readonly share: number }
  | { readonly state: 'taken'; readonly canvas: HTMLCanvasElement; readonly lacks: PictureLack }
  | { readonly state: 'failed'; readonly why: PictureProblem | 'undrawable' };

/** A file, and what it was made of. */
interface MadeFile {
  readonly canvas: HTMLCanvasElement;
  readonly edits: PictureEdits;
  readonly file: File;
}

/** Encoding takes a second or more of a large picture: not at each step of a drag. */
const PAUSE_MS = 400;

export class PictureDraft {
  readonly #source: PictureSource;
  readonly #state = signal<PictureState>({ state: 'taking', share: 0 });
  /** The user's changes. */
  readonly history = new EditHistory();
  /** The latest file. */
  readonly #made = signal<MadeFile | undefined>(undefined);
  #making: Promise<void> | undefined;
  #taking: Taking | undefined;
  #close = () => {};
  #stopMeasuring = () => {};

  constructor(source: PictureSource) {
    this.#source = source;
  }

  get state(): ReadonlySignal<PictureState> {
    return this.#state;
  }

  /** The size of the file in bytes; undefined while it is not known. */
  readonly bytes: ReadonlySignal<number | undefined> = computed(() => {
    const made = this.#made.value;
    return made?.edits === this.history.kept.value ? made.file.size : undefined;
  });

  /** Takes the picture, or takes it again. The user's changes to the one before are gone. */
  take(): void {
    this.stop();
    this.history.clear();
    this.#made.value = undefined;
    this.#state.value = { state: 'taking', share: 0 };
    const { tabId, form } = this.#source;
    const taking = new Taking((state) => this.#settle(state));
    this.#taking = taking;
    this.#close = listen<PictureStep>(
      `${PICTURE_PORT}${tabId} ${form}`,
      (step) => taking.take(step),
      () => {
        taking.take({ step: 'failed', why: 'interrupted' });
        void comeBackTo(tabId);
      },
    );
  }

  /** Takes no more of it. The page is put back as it was. */
  stop(): void {
    this.#taking?.giveUp();
    this.#close();
    this.#close = () => {};
    this.#stopMeasuring();
    this.#stopMeasuring = () => {};
  }

  /** The picture as it is now. Rejects if there is none, or the browser cannot encode it. */
  async file(): Promise<File> {
    for (;;) {
      const state = this.#state.peek();
      if (state.state !== 'taken') throw new Error('expected a picture that is taken');
      const edits = this.history.kept.peek();
      const made = this.#made.peek();
      if (made?.edits === edits && made.canvas === state.canvas) return made.file;
      // A file costs much memory while it is made, so there is one at a time.
      this.#making ??= this.#make(state.canvas, edits).finally(() => (this.#making = undefined));
      await this.#making;
    }
  }

  async #make(canvas: HTMLCanvasElement, edits: PictureEdits): Promise<void> {
    const file = await pictureFile(canvas, edits);
    const state = this.#state.peek();
    if (state.state !== 'taken' || state.canvas !== canvas) return; // it is taken again by now
    this.#made.value = { canvas, edits, file };
  }

  #settle(state: PictureState): void {
    this.#state.value = state;
    if (state.state === 'taking') return;
    this.#close();
    if (state.state === 'taken') this.#stopMeasuring = effect(() => this.#measure());
  }

  /** Makes the file a moment after the last change. */
  #measure(): () => void {
    void this.history.kept.value;
    const measured = this.#state.peek();
    const failed = (error: unknown) => {
      if (this.#state.peek() !== measured) return; // it is taken again by now
      console.error(error);
      this.#state.value = { state: 'failed', why: 'undrawable' };
    };
    const timer = setTimeout(() => void this.file().catch(failed), PAUSE_MS);
    return () => clearTimeout(timer);
  }
}

/** The background, which is gone, has left the page on the screen. */
async function comeBackTo(tabId: number): Promise<void> {
  const own = await browser.tabs.getCurrent();
  await returnToPreview(own?.id, tabId);
}

/** One attempt to take the picture. The steps come while an earlier shot may still be drawn. */
class Taking {
  readonly #tell: (state: PictureState) => void;
  #canvas: HTMLCanvasElement | undefined;
  #lacks: PictureLack = 'nothing';
  #isOver = false;
  #drawn: Promise<void> = Promise.resolve();

  constructor(tell: (state: PictureState) => void) {
    this.#tell = tell;
  }

  take(step: PictureStep): void {
    this.#drawn = this.#drawn
      .then(() => (this.#isOver ? undefined : this.#draw(step)))
      .catch((error: unknown) => {
        console.error(error);
        this.#end({ state: 'failed', why: 'undrawable' });
      });
  }

  /** Tells nothing any more. */
  giveUp(): void {
    this.#isOver = true;
  }

  async #draw(step: PictureStep): Promise<void> {
    switch (step.step) {
      case 'page':
        this.#canvas = openCanvas(step, this.#canvas);
        this.#lacks = step.lacks;
        return;
      case 'shot':
        if (!this.#canvas) return;
        await drawShot(this.#canvas, step);
        return this.#tellIfWanted({ state: 'taking', share: step.to.bottom / this.#canvas.height });
      case 'done':
        if (!this.#canvas) return;
        return this.#end({ state: 'taken', canvas: this.#canvas, lacks: this.#lacks });
      case 'failed':
        return this.#end({ state: 'failed', why: step.why });
    }
  }

  #end(state: PictureState): void {
    this.#tellIfWanted(state);
    this.#isOver = true;
  }

  #tellIfWanted(state: PictureState): void {
    if (!this.#isOver) this.#tell(state);
  }
}
