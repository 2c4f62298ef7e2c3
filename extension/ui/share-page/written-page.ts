/** An article or a quotation on its way to be shared: what was read, and what the user chose about it. */
import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import { ask } from '../../browser/messaging.ts';
import type { CapturedPage } from '../../capture/captured-page.ts';
import type { PageRead, PageWanted } from '../../messages.ts';
import { PageParts, type WrittenForm } from './assembled-page.ts';

export type WrittenState =
  | { readonly state: 'unread' | 'reading' | 'failed' }
  | { readonly state: Exclude<PageRead['outcome'], 'read'> }
  | { readonly state: 'read'; readonly parts: PageParts };

/** A page on the screen, apart from the blocks that are out. */
export interface ShownPage {
  readonly parts: PageParts;
  readonly hasAddress: boolean;
}

/** The change that the last act made, to be told. */
export type BlockChange =
  | { readonly change: 'taken' | 'put-back'; readonly words: string }
  | { readonly change: 'all-put-back' }
  /** The page was read again, and these blocks that were out are not found in it. */
  | { readonly change: 'lost'; readonly count: number }
  /** The page could not be read again: what was read before stays. */
  | { readonly change: 'kept' };

const NONE: ReadonlySet<number> = new Set();

export class WrittenPage {
  readonly form: WrittenForm;
  readonly #tabId: number;
  readonly #state = signal<WrittenState>({ state: 'unread' });
  readonly #isReadingAgain = signal(false);
  readonly #hasImages = signal(false);
  readonly #hasAddress = signal(false);
  readonly #taken = signal(NONE);
  readonly #change = signal<BlockChange | undefined>(undefined);
  readonly #shown = signal<ShownPage | undefined>(undefined);
  readonly #hasBlocks = signal(false);

  /** The HTML that is shared; undefined while there is none. */
  readonly html: ReadonlySignal<string | undefined> = computed(() => {
    const state = this.#state.value;
    if (state.state !== 'read') return undefined;
    return state.parts.assemble({ taken: this.#taken.value, hasAddress: this.#hasAddress.value });
  });

  /** Its size, in bytes. */
  readonly bytes: ReadonlySignal<number | undefined> = computed(() => {
    const html = this.html.value;
    return html === undefined ? undefined : new TextEncoder().encode(html).length;
  });

  /** All blocks are out. */
  readonly isEmpty: ReadonlySignal<boolean> = computed(() => {
    const state = this.#state.value;
    return state.state === 'read' && state.parts.isEmpty(this.#taken.value);
  });

  /** The preview shows what would be shared now. Until then, nobody has seen it. */
  readonly isShown: ReadonlySignal<boolean> = computed(() => {
    const state = this.#state.value;
    const shown = this.#shown.value;
    const isOfPage = state.state === 'read' && shown?.parts === state.parts;
    return isOfPage && shown.hasAddress === this.#hasAddress.value;
  });

  constructor(tabId: number, form: WrittenForm) {
    this.#tabId = tabId;
    this.form = form;
  }

  get state(): ReadonlySignal<WrittenState> {
    return this.#state;
  }

  /** A reading of the page is on the screen, and the next one is on its way. */
  get isReadingAgain(): ReadonlySignal<boolean> {
    return this.#isReadingAgain;
  }

  get hasImages(): ReadonlySignal<boolean> {
    return this.#hasImages;
  }

  get hasAddress(): ReadonlySignal<boolean> {
    return this.#hasAddress;
  }

  /** Some of what the preview shows can be taken out. */
  get hasBlocks(): ReadonlySignal<boolean> {
    return this.#hasBlocks;
  }

  /** The numbers of the blocks that are out. */
  get taken(): ReadonlySignal<ReadonlySet<number>> {
    return this.#taken;
  }

  get change(): ReadonlySignal<BlockChange | undefined> {
    return this.#change;
  }

  /** Reads the page, unless that was done or is being done. */
  async read(): Promise<void> {
    if (this.#state.peek().state !== 'unread') return;
    this.#state.value = { state: 'reading' };
    const read = await this.#ask(this.#hasImages.peek());
    if (read?.outcome === 'read') this.#begin(read);
    else this.#state.value = { state: read?.outcome ?? 'failed' };
  }

  /** Tries to read a page again that could not be read. */
  async readAgain(): Promise<void> {
    if (this.#state.peek().state === 'reading') return;
    this.#state.value = { state: 'unread' };
    await this.read();
  }

  /** Reads the page again, with its images or without. */
  async setImages(hasImages: boolean): Promise<void> {
    const before = this.#state.peek();
    if (before.state !== 'read' || this.#isReadingAgain.peek()) return;
    this.#hasImages.value = hasImages;
    this.#isReadingAgain.value = true;
    const read = await this.#ask(hasImages);
    if (read?.outcome === 'read' && isSamePage(before.parts.page, read.page)) {
      this.#replace(before.parts, new PageParts(read.page, this.form));
    } else {
      this.#hasImages.value = !hasImages;
      this.#change.value = { change: 'kept' };
    }
    this.#isReadingAgain.value = false;
  }

  /** Tells what the preview shows now, and whether some of it can be taken out. */
  setShown(shown: ShownPage, hasBlocks: boolean): void {
    this.#shown.value = shown;
    this.#hasBlocks.value = hasBlocks;
  }

  setAddress(hasAddress: boolean): void {
    this.#hasAddress.value = hasAddress;
  }

  takeOut(block: number): void {
    this.#taken.value = new Set([...this.#taken.peek(), block]);
    this.#change.value = { change: 'taken', words: this.#wordsOf(block) };
  }

  putBack(block: number): void {
    this.#taken.value = new Set([...this.#taken.peek()].filter((one) => one !== block));
    this.#change.value = { change: 'put-back', words: this.#wordsOf(block) };
  }

  putAllBack(): void {
    this.#taken.value = NONE;
    this.#change.value = { change: 'all-put-back' };
  }

  /** Undefined where the background did not answer. */
  async #ask(hasImages: boolean): Promise<PageRead | undefined> {
    const wanted: PageWanted = { tabId: this.#tabId, hasImages };
    try {
      return await (this.form === 'article'
        ? ask('readArticle', wanted)
        : ask('readQuotation', wanted));
    } catch (error) {
      console.error(error);
      return undefined;
    }
  }

  #begin({ page }: Extract<PageRead, { outcome: 'read' }>): void {
    // Others can do nothing with an address that is for this user alone.
    this.#hasAddress.value = page.address !== undefined && !page.isPrivate;
    this.#state.value = { state: 'read', parts: new PageParts(page, this.form) };
  }

  /** Blocks that were out stay out. */
  #replace(before: PageParts, parts: PageParts): void {
    const names = [...this.#taken.peek()].map((block) => before.names[block]);
    const found = names.map((name) => parts.names.indexOf(name ?? ''));
    const count = found.filter((block) => block === -1).length;
    batch(() => {
      if (parts.page.isPrivate && !before.page.isPrivate) this.#hasAddress.value = false;
      this.#taken.value = new Set(found.filter((block) => block !== -1));
      this.#change.value = count === 0 ? undefined : { change: 'lost', count };
      this.#state.value = { state: 'read', parts };
    });
  }

  #wordsOf(block: number): string {
    const state = this.#state.peek();
    return state.state === 'read' ? (state.parts.words[block] ?? '') : '';
  }
}

/** A tab may show another page of the same site by now, whose address nobody has chosen to share. */
function isSamePage(one: CapturedPage, other: CapturedPage): boolean {
  return one.address === other.address && one.isPrivate === other.isPrivate;
}
