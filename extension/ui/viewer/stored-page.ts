/** The page of a viewer once it is in the store: read from there, and opened with the key of its link. */
import type { Address, Link } from '@mayfly/relay/protocol';
import {
  isLock,
  lockOfDamagedKey,
  openPage,
  pageOf,
  type Tried,
  tryPasted,
} from '@mayfly/relay/view';
import { type Reading } from '@mayfly/relay/words';
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Pages } from '../../store/pages.ts';
import type { PassingPages } from '../../store/passing-pages.ts';

export interface StoredPageDeps {
  readonly pages: Pages;
  /** Where its bytes are until somebody has seen it. */
  readonly passing: PassingPages;
  readonly link: Link;
  /** Whether `link` is what is left of one whose key is damaged. */
  readonly isKeyDamaged: boolean;
  /** Called where the link has no key and the store does. */
  readonly onKnownKey: (link: Link) => void;
}

/** How far a page that is here has come. */
export type NearReading = Extract<Reading, { state: 'opening' | 'locked' | 'shown' }>;

interface Hints {
  readonly mediaType: string;
  readonly name?: string;
}

export class StoredPage {
  readonly #deps: StoredPageDeps;
  readonly #reading = signal<NearReading | undefined>(undefined);
  #bytes: Uint8Array<ArrayBuffer> | undefined;

  constructor(deps: StoredPageDeps) {
    this.#deps = deps;
  }

  get address(): Address {
    return this.#deps.link.address;
  }

  /** Undefined until there is something to show. */
  get reading(): ReadonlySignal<NearReading | undefined> {
    return this.#reading;
  }

  /**
   * Reads and opens the page, once; does nothing where it was let go of a moment ago. Rejects where the store cannot be
   * read or the copy is damaged, and can be called again then.
   */
  async open(hints: Hints): Promise<void> {
    if (this.#reading.value) return;
    this.#reading.value = { state: 'opening' };
    const { pages, passing, isKeyDamaged, onKnownKey } = this.#deps;
    const link = withHints(this.#deps.link, hints);
    try {
      const record = await pages.get(link.address);
      // A copy that was fetched anew goes before one that is damaged.
      const unseen = await passing.get(link.address).catch(() => undefined);
      const bytes = unseen?.bytes ?? (await pages.readWhole(link.address));
      if (!bytes) this.#reading.value = undefined;
      else if (record?.key && !link.key) onKnownKey({ ...link, key: record.key });
      else await this.#show(link, bytes, isKeyDamaged);
    } catch (error) {
      this.#reading.value = undefined;
      throw error;
    }
  }

  /** What comes of a key that was pasted while the page is locked. */
  async tryKey(pasted: string): Promise<Tried | undefined> {
    return this.#bytes && tryPasted(this.#deps.link, this.#bytes, pasted);
  }

  /** Shows a page that is locked as it travelled. */
  showAsIs(): void {
    if (!this.#bytes) return;
    this.#reading.value = { state: 'shown', page: pageOf(this.#deps.link, this.#bytes) };
  }

  async #show(link: Link, bytes: Uint8Array<ArrayBuffer>, isKeyDamaged: boolean): Promise<void> {
    const opened = isKeyDamaged ? lockOfDamagedKey(bytes) : await openPage(link, bytes);
    if (isLock(opened)) {
      this.#bytes = bytes;
      this.#reading.value = { state: 'locked', lock: opened };
    } else {
      this.#reading.value = { state: 'shown', page: opened };
    }
  }
}

/** The hints that the page is held under go before those of the link. */
function withHints({ relay, address, key, relays }: Link, { mediaType, name }: Hints): Link {
  return { relay, address, ...(key && { key }), mediaType, ...(name && { name }), relays };
}
