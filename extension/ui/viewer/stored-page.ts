/** The page of a viewer once its bytes are in the store: read from there once, and opened with the key of its link. */
import type { FoundLink, Link } from '@mayfly/relay/protocol';
import { OpenedPage, type Tried } from '@mayfly/relay/view';
import { type Page, type Reading } from '@mayfly/relay/words';
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Hints, OpenedInViewer } from '../../messages.ts';
import type { Pages } from '../../store/pages.ts';
import type { PassingPages } from '../../store/passing-pages.ts';
import { titleOf } from '../../store/title.ts';

export interface StoredPageDeps {
  readonly pages: Pages;
  /** Holds the bytes of a page until somebody has seen it. */
  readonly passing: PassingPages;
  readonly found: FoundLink;
}

export class StoredPage {
  readonly #deps: StoredPageDeps;
  readonly #page = signal<OpenedPage | undefined>(undefined);
  readonly #opened = Promise.withResolvers<OpenedInViewer>();
  #isReading = false;
  #as: OpenedInViewer['as'] = 'content';

  constructor(deps: StoredPageDeps) {
    this.#deps = deps;
  }

  /** Undefined until the bytes are here. */
  readonly reading: ReadonlySignal<Reading | undefined> = computed(
    () => this.#page.value?.reading.value,
  );

  /** The opened link, with a key that the store had or the user pasted. */
  readonly found: ReadonlySignal<FoundLink> = computed(
    () => this.#page.value?.found.value ?? this.#deps.found,
  );

  /** Resolves once the page is on the screen. */
  get opened(): Promise<OpenedInViewer> {
    return this.#opened.promise;
  }

  /**
   * Reads and opens the page, once; does nothing where the user deleted it a moment ago. Rejects where the store cannot
   * be read or the copy is damaged, and can be called again then.
   */
  async open(hints: Hints): Promise<void> {
    if (this.#isReading || this.#page.value) return;
    this.#isReading = true;
    try {
      await this.#read(hints);
    } finally {
      this.#isReading = false;
    }
  }

  /** Tries a pasted key on a locked page. */
  async tryKey(pasted: string): Promise<Tried | undefined> {
    return this.#page.value?.tryKey(pasted);
  }

  /** Shows the bytes of a locked page as they are. */
  showAsIs(): void {
    this.#as = 'bytes';
    this.#page.value?.showAsIs();
  }

  async #read(hints: Hints): Promise<void> {
    const { pages, passing, found } = this.#deps;
    const { address } = found.link;
    const record = await pages.get(address);
    // A copy that was fetched anew goes before a damaged one.
    const unseen = await passing.get(address).catch(() => undefined);
    const bytes = unseen?.bytes ?? (await pages.readWhole(address));
    if (!bytes) return;
    const link = withHints(found.link, hints);
    const isKnown = !link.key && record?.key !== undefined;
    const page = isKnown
      ? new OpenedPage(bytes, { link: { ...link, key: record.key }, isKeyDamaged: false })
      : new OpenedPage(bytes, { ...found, link });
    this.#page.value = page;
    void page.shown.then((shown) => this.#opened.resolve(this.#noteOn(shown)));
  }

  #noteOn(page: Page): OpenedInViewer {
    return { as: this.#as, title: titleOf(page) };
  }
}

/** The hints that the page is held under go before those of the link. */
function withHints({ relay, address, key, relays }: Link, { mediaType, name }: Hints): Link {
  return { relay, address, ...(key && { key }), mediaType, ...(name && { name }), relays };
}
