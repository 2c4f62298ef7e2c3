/**
 * The parts of bundles that this browser holds, on disk, each as one Blob: a range of a part is read without the rest. A
 * part shares origin, lifetime and relays of its bundle. Whatever is acknowledged here survives a kill of the worker.
 */
import { addressOf, type PageRange } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import type { StoreConnection } from './database-connection.ts';
import type { Database, PageRecord, StoredPart } from './database.ts';
import { writeError } from './disk-full.ts';
import type { HeldPart } from './held-bundle.ts';
import { heldParts, partsRange, removePart, writePart } from './part-writes.ts';
import { DamagedPageError } from './store-error.ts';

/** The record of a bundle whose parts have changed. */
type OnChange = (bundle: PageRecord) => void;

export class Parts {
  readonly #store: StoreConnection;
  readonly #onChange: OnChange;

  constructor(store: StoreConnection, onChange: OnChange) {
    this.#store = store;
    this.#onChange = onChange;
  }

  /**
   * Keeps a part of a held bundle or of an unfinished share. Rejects with a `DiskFullError`, or with a `BundleGoneError`
   * where neither is here any more.
   */
  async put(bundle: string, index: number, address: Address, page: Blob): Promise<void> {
    const part: StoredPart = { bundle, index, address, bytes: page.size, page };
    try {
      this.#changed(await this.#store.use((database) => writePart(database, part)));
    } catch (error) {
      throw await writeError(error, `cannot store part ${index} of ${bundle}`, page.size);
    }
  }

  /** The numbers of the parts that are here, in order. */
  async heldOf(bundle: string): Promise<readonly number[]> {
    const keys = await this.#store.use((database) =>
      database.getAllKeys('parts', partsRange(bundle)),
    );
    return keys.map(([, index]) => index);
  }

  /** The parts that are here, in order, without their pages. */
  listOf(bundle: string): Promise<readonly HeldPart[]> {
    return this.#store.use((database) => heldParts(database.transaction('parts').store, bundle));
  }

  /** The page of a part as it lies on the disk. Nobody has compared it with its address yet. */
  async page(bundle: string, index: number): Promise<Blob | undefined> {
    return (await this.#store.use((database) => database.get('parts', [bundle, index])))?.page;
  }

  /**
   * Bytes `[from, from + length)` of a part's page, cut at its end. Rejects with a `DamagedPageError` if the disk does not
   * give them.
   */
  async read(address: Address, from: number, length: number): Promise<PageRange | undefined> {
    const part = await this.#find(address);
    if (!part) return undefined;
    return { total: part.bytes, bytes: await this.#bytesOf(part, from, from + length) };
  }

  /** All bytes of a part's page. Rejects with a `DamagedPageError` if they do not match its address. */
  async readWhole(address: Address): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const part = await this.#find(address);
    return part && this.#wholeOf(part);
  }

  /** Compares a part with its address. Deletes it where it is damaged. `false` also for a part that is not here. */
  async isSound(bundle: string, index: number): Promise<boolean> {
    const part = await this.#store.use((database) => database.get('parts', [bundle, index]));
    try {
      return part !== undefined && (await this.#wholeOf(part)) !== undefined;
    } catch (error) {
      if (error instanceof DamagedPageError) return false;
      throw error;
    }
  }

  /** The record of a bundle with a part of this address, for which `isRight` holds. */
  ownerOf(
    address: Address,
    isRight: (bundle: PageRecord) => boolean = () => true,
  ): Promise<PageRecord | undefined> {
    return this.#store.use(async (database) => (await ownersOf(database, address)).find(isRight));
  }

  /** The addresses of all parts of these bundles that are here. */
  async addressesOf(bundles: readonly string[]): Promise<readonly Address[]> {
    const lists = await this.#store.use((database) => {
      const parts = database.transaction('parts').store;
      return Promise.all(bundles.map((bundle) => heldParts(parts, bundle)));
    });
    return [...new Set(lists.flat().map(({ address }) => address))];
  }

  /** Deletes a damaged part, so that it is fetched again. */
  async remove(bundle: string, index: number): Promise<void> {
    this.#changed(await this.#store.use((database) => removePart(database, bundle, index)));
  }

  #find(address: Address): Promise<StoredPart | undefined> {
    return this.#store.use((database) => database.getFromIndex('parts', 'address', address));
  }

  async #wholeOf(part: StoredPart): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = await this.#bytesOf(part, 0, part.bytes);
    if ((await addressOf(bytes)) === part.address) return bytes;
    throw await this.#damaged(part, 'bytes of that digest');
  }

  async #bytesOf(part: StoredPart, from: number, to: number): Promise<Uint8Array<ArrayBuffer>> {
    const { page, bytes } = part;
    if (page.size !== bytes) throw await this.#damaged(part, `${bytes} bytes, got ${page.size}`);
    try {
      return new Uint8Array(await page.slice(from, to).arrayBuffer());
    } catch (error) {
      throw await this.#unreadable(part, error);
    }
  }

  /** The browser may be able to read it later. So only a part that others have is deleted now, to be fetched again. */
  async #unreadable(part: StoredPart, cause: unknown): Promise<Error> {
    const owner = await this.ownerOf(part.address).catch(() => undefined); // then it stays
    if (owner?.origin === 'viewed') return this.#damaged(part, 'a part to be read', cause);
    return new DamagedPageError(part.address, 'a part to be read', cause);
  }

  /** Deletes a damaged part. If it cannot be deleted, the reader hears of the damage all the same. */
  async #damaged(
    { bundle, index, address }: StoredPart,
    expected: string,
    cause?: unknown,
  ): Promise<Error> {
    await this.remove(bundle, index).catch((error: unknown) => console.error(error));
    return new DamagedPageError(address, expected, cause);
  }

  #changed(bundle: PageRecord | undefined): void {
    if (bundle) this.#onChange(bundle);
  }
}

async function ownersOf(database: Database, address: Address): Promise<readonly PageRecord[]> {
  const transaction = database.transaction(['pages', 'parts']);
  const keys = await transaction.objectStore('parts').index('address').getAllKeys(address);
  const pages = transaction.objectStore('pages').index('bundle');
  const found = await Promise.all(keys.map(([bundle]) => pages.get(bundle)));
  return found.filter((page) => page !== undefined);
}
