/** A picture of a page on its way to be shared: how far it is, what the user changed in it, and its file. */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { listen } from '../../browser/background-port.ts';
import { PICTURE_PORT, type PictureProblem, type PictureStep } from '../../messages.ts';
import { NO_EDITS, type PictureEdits } from './picture-edits.ts';
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
  | { readonly state: 'taken'; readonly canvas: HTMLCanvasElement; readonly isCut: boolean }
  | { readonly state: 'failed'; readonly why: PictureProblem | 'too-large-to-draw' };

/** Encoding takes a second or more of a large picture: not at each step of a drag. */
const PAUSE_MS = 400;

export class PictureDraft {
  readonly #source: PictureSource;
  readonly #state = signal<PictureState>({ state: 'taking', share: 0 });
  readonly #history = signal<readonly PictureEdits[]>([NO_EDITS]);
  readonly #edits = computed(() => this.#history.value.at(-1) ?? NO_EDITS);
  /** The latest file, with the edits that it has. */
  readonly #file = signal<{ readonly edits: PictureEdits; readonly file: File } | undefined>(
    undefined,
  );
  #close = () => {};
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(source: PictureSource) {
    this.#source = source;
  }

  get state(): ReadonlySignal<PictureState> {
    return this.#state;
  }

  get edits(): ReadonlySignal<PictureEdits> {
    return this.#edits;
  }

  /** The size of the file in bytes; undefined while it is not known. */
  readonly bytes: ReadonlySignal<number | undefined> = computed(() => {
    const made = this.#file.value;
    return made?.edits === this.#edits.value ? made.file.size : undefined;
  });

  /** Takes the picture, or takes it again. The user's changes to the one before are gone. */
  take(): void {
    this.stop();
    this.#history.value = [NO_EDITS];
    this.#state.value = { state: 'taking', share: 0 };
    const { tabId, form } = this.#source;
    const taking = new Taking((state) => this.#settle(state));
    this.#close = listen<PictureStep>(
      `${PICTURE_PORT}${tabId} ${form}`,
      (step) => taking.take(step),
      () => taking.take({ step: 'failed', why: 'interrupted' }),
    );
  }

  /** Takes no more of it. The page is put back as it was. */
  stop(): void {
    this.#close();
    this.#close = () => {};
    clearTimeout(this.#timer);
  }

  /** The picture as it is now. Rejects if there is none, or the browser cannot encode it. */
  async file(): Promise<File> {
    const edits = this.#edits.peek();
    const made = this.#file.peek();
    if (made?.edits === edits) return made.file;
    const state = this.#state.peek();
    if (state.state !== 'taken') throw new Error('expected a picture that is taken');
    const file = await pictureFile(state.canvas, edits);
    if (this.#edits.peek() === edits) this.#file.value = { edits, file };
    return file;
  }

  #settle(state: PictureState): void {
    this.#state.value = state;
    if (state.state === 'taking') return;
    this.#close();
    if (state.state === 'taken') this.#measure();
  }

  #measure(): void {
    clearTimeout(this.#timer);
    const failed = () => (this.#state.value = { state: 'failed', why: 'too-large-to-draw' });
    this.#timer = setTimeout(() => void this.file().catch(failed), PAUSE_MS);
  }
}

/** One attempt to take the picture. The steps come while an earlier shot may still be drawn. */
class Taking {
  readonly #tell: (state: PictureState) => void;
  #canvas: HTMLCanvasElement | undefined;
  #isCut = false;
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
        this.#end({ state: 'failed', why: 'too-large-to-draw' });
      });
  }

  async #draw(step: PictureStep): Promise<void> {
    switch (step.step) {
      case 'page':
        this.#canvas = openCanvas(step, this.#canvas);
        this.#isCut = step.isCut;
        return;
      case 'shot':
        if (!this.#canvas) return;
        await drawShot(this.#canvas, step);
        return this.#tell({ state: 'taking', share: step.to.bottom / this.#canvas.height });
      case 'done':
        if (!this.#canvas) return;
        return this.#end({ state: 'taken', canvas: this.#canvas, isCut: this.#isCut });
      case 'failed':
        return this.#end({ state: 'failed', why: step.why });
    }
  }

  #end(state: PictureState): void {
    this.#isOver = true;
    this.#tell(state);
  }
}
