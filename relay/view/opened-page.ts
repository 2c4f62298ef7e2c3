/** From the bytes of a page to a page on the screen: opened with the key of its link, or locked until a key fits. */
import { type ReadonlySignal, signal } from '@preact/signals';
import { mayBeSealed, openSealed } from '../client/seal.ts';
import type { FoundLink } from '../protocol/find-link.ts';
import { type Link, mediaTypeOf } from '../protocol/link.ts';
import { looksEncrypted, signatureOf } from '../words/index.ts';
import { problemOf } from '../words/reading-problems.ts';
import type { Lock, Page, Reading } from '../words/reading.ts';
import { keyedLink, type Tried } from './pasted-key.ts';
import { t } from '../words/language.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** The state of a page whose bytes are here. */
export type Opening = Extract<Reading, { state: 'opening' | 'locked' | 'shown' | 'failed' }>;
type Opened = Extract<Opening, { state: 'locked' | 'shown' }>;

/** One page whose bytes are here. Each key is tried on it once. */
export class OpenedPage {
  readonly #bytes: Bytes;
  readonly #reading = signal<Opening>({ state: 'opening' });
  readonly #found;
  readonly #shown = Promise.withResolvers<Page>();

  constructor(bytes: Bytes, found: FoundLink) {
    this.#bytes = bytes;
    this.#found = signal(found);
    void this.#open(found);
  }

  get reading(): ReadonlySignal<Opening> {
    return this.#reading;
  }

  /** The link that opens or opened the page. */
  get found(): ReadonlySignal<FoundLink> {
    return this.#found;
  }

  /** Resolves when the page is on the screen; never for a page that stays locked. */
  get shown(): Promise<Page> {
    return this.#shown.promise;
  }

  /**
   * Opens a locked page if the pasted text has a fitting key. Returns the link with that key, or the reason why there
   * is none.
   */
  async tryKey(pasted: string): Promise<Tried> {
    const { link } = this.#found.value;
    const keyed = keyedLink(link, pasted);
    if ('problem' in keyed) return keyed;
    const found = { link: keyed.link, isKeyDamaged: false };
    const tried = await opened(this.#bytes, found);
    if (tried.state === 'locked') return { problem: t('view_keyWrong') };
    this.#found.value = found;
    this.#settle(tried);
    return keyed;
  }

  /** Shows the bytes of a locked page unchanged. */
  showAsIs(): void {
    if (this.#reading.value.state !== 'locked') return;
    this.#settle(shown(this.#found.value.link, this.#bytes));
  }

  async #open(found: FoundLink): Promise<void> {
    try {
      this.#settle(await opened(this.#bytes, found));
    } catch (error) {
      this.#reading.value = { state: 'failed', problem: problemOf(error) };
    }
  }

  #settle(reading: Opened): void {
    this.#reading.value = reading;
    if (reading.state === 'shown') this.#shown.resolve(reading.page);
  }
}

/**
 * The page that `link` makes of its bytes. The bytes do not show that they are sealed. After a link without a key, the
 * screen asks for one if the bytes begin like no known kind of file, look like noise and have a length of a sealed
 * page.
 */
export async function opened(bytes: Bytes, { link, isKeyDamaged }: FoundLink): Promise<Opened> {
  if (isKeyDamaged) return locked(isPlainlyPublic(bytes) ? 'not-sealed' : 'bad-key');
  if (!link.key) {
    const isPublic = isPlainlyPublic(bytes) || signatureOf(bytes) !== undefined;
    return isPublic ? shown(link, bytes) : locked('no-key');
  }
  const content = await openSealed(bytes, link.key);
  if (typeof content !== 'string') return shown(link, content, new Uint8Array(link.key));
  return locked(isPlainlyPublic(bytes) ? 'not-sealed' : content);
}

function locked(lock: Lock): Opened {
  return { state: 'locked', lock };
}

/** `key` is the one that opened it. */
function shown(link: Link, bytes: Bytes, key?: Bytes): Opened {
  const { address, name } = link;
  const page = {
    address,
    bytes,
    mediaType: mediaTypeOf(link),
    ...(name !== undefined && { name }),
    ...(key && { key }),
  };
  return { state: 'shown', page };
}

/** A sealed page has one of few lengths, and its bytes look encrypted. */
function isPlainlyPublic(bytes: Bytes): boolean {
  return !mayBeSealed(bytes.length) || !looksEncrypted(bytes);
}
