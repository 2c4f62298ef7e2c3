/** The preview of a page: its form, what there is of each form, and the share itself. */
import { largestContent, mostContent } from '@mayfly/relay/client';
import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { ask } from '../../browser/messaging.ts';
import type { Previewed } from '../../browser/preview-tab.ts';
import type { PageForm, Shared } from '../../messages.ts';
import { Composing, publishFile } from '../draft-state.ts';
import { PictureDraft } from './picture-draft.ts';
import { WrittenPage } from './written-page.ts';

/** The content of the preview: a page with words, or a picture. */
export type Content =
  | { readonly kind: 'written'; readonly page: WrittenPage }
  | { readonly kind: 'picture'; readonly picture: PictureDraft };

/** The reason why the page cannot be shared now. `room`: the most bytes. */
export type Obstacle =
  | { readonly why: 'not-there' | 'empty' | 'busy' }
  | { readonly why: 'too-large'; readonly bytes: number; readonly room: number };

export class PageSharing {
  readonly composing = new Composing();
  readonly #tabId: number;
  readonly #form: Signal<PageForm>;
  readonly #article: WrittenPage;
  readonly #quotation: WrittenPage;
  readonly #hasSelection = signal(false);
  readonly #pictures = new Map<PageForm, PictureDraft>();
  readonly #pageBytes: ReadonlySignal<number>;

  /** The content of the chosen form. */
  readonly content: ReadonlySignal<Content> = computed(() => this.#contentOf(this.#form.value));

  /** A quotation can be made: something was selected in the page when a form was last chosen. */
  readonly hasQuotation: ReadonlySignal<boolean> = computed(
    () => this.#quotation.state.value.state !== 'unread' || this.#hasSelection.value,
  );

  /** The size of what is shared, in bytes; undefined while it is not known. */
  readonly bytes: ReadonlySignal<number | undefined> = computed(() => {
    const content = this.content.value;
    return content.kind === 'written' ? content.page.bytes.value : content.picture.bytes.value;
  });

  readonly obstacle: ReadonlySignal<Obstacle | undefined> = computed(() => this.#obstacle());

  /** `pageBytes`: the largest page that the default relay takes. */
  constructor({ tabId, form }: Previewed, pageBytes: ReadonlySignal<number>) {
    this.#tabId = tabId;
    this.#form = signal(form);
    this.#pageBytes = pageBytes;
    this.#article = new WrittenPage(tabId, 'article');
    this.#quotation = new WrittenPage(tabId, 'quotation');
  }

  get form(): ReadonlySignal<PageForm> {
    return this.#form;
  }

  /** Chooses a form, and reads or photographs the page if that was not done. Earlier choices about the form stay. */
  choose(form: PageForm): void {
    this.#form.value = form;
    const content = this.#contentOf(form);
    if (content.kind === 'written') void content.page.read();
    void this.#lookForSelection();
  }

  /** Tries to read the page again that could not be read. */
  readAgain(): void {
    const content = this.content.peek();
    if (content.kind === 'written') void content.page.readAgain();
    void this.#lookForSelection();
  }

  async share(): Promise<void> {
    if (this.obstacle.peek()) return;
    const content = this.content.peek();
    await this.composing.share(async () => {
      const shared = await this.#publish(content);
      const isToldThere = shared.outcome === 'shared' && !shared.once && (await this.#tell(shared));
      // This tab is closed by then.
      return isToldThere ? undefined : shared;
    });
  }

  async #publish(content: Content): Promise<Shared> {
    const { choices } = this.composing;
    if (content.kind === 'picture') return publishFile(await content.picture.file(), choices);
    const text = content.page.html.peek() ?? '';
    return ask('shareText', { text, mediaType: 'text/html', ...choices });
  }

  async #lookForSelection(): Promise<void> {
    const sample = await ask('sampleSelection', this.#tabId).catch(() => undefined); // not offered
    this.#hasSelection.value = sample !== undefined && (sample.words !== '' || sample.hasImages);
  }

  /** Resolves to `false` where the page has gone: then this screen tells it. */
  #tell(shared: Shared): Promise<boolean> {
    // It is shared by now, even if the background was killed meanwhile.
    return ask('tellAtPage', { tabId: this.#tabId, shared }).catch(() => false);
  }

  #contentOf(form: PageForm): Content {
    if (form === 'article') return { kind: 'written', page: this.#article };
    if (form === 'quotation') return { kind: 'written', page: this.#quotation };
    return { kind: 'picture', picture: this.#pictureOf(form) };
  }

  #pictureOf(form: 'view' | 'whole'): PictureDraft {
    const known = this.#pictures.get(form);
    if (known) return known;
    const picture = new PictureDraft({ tabId: this.#tabId, form });
    this.#pictures.set(form, picture);
    picture.take();
    return picture;
  }

  #obstacle(): Obstacle | undefined {
    const content = this.content.value;
    const bytes = this.bytes.value;
    if (this.composing.attempt.value.state === 'busy') return { why: 'busy' };
    if (bytes === undefined) return { why: 'not-there' };
    const isWritten = content.kind === 'written';
    if (isWritten && content.page.isReadingAgain.value) return { why: 'not-there' };
    if (isWritten && content.page.isEmpty.value) return { why: 'empty' };
    if (isWritten && !content.page.isShown.value) return { why: 'not-there' };
    const room = roomFor(content, this.#pageBytes.value, this.composing.isSealed.value);
    return bytes > room ? { why: 'too-large', bytes, room } : undefined;
  }
}

/** A picture shrinks no further when it is encrypted. */
function roomFor({ kind }: Content, pageBytes: number, isSealed: boolean): number {
  if (!isSealed) return pageBytes;
  return kind === 'picture' ? largestContent(pageBytes) : mostContent(pageBytes);
}
