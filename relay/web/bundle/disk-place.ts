/** The parts of one bundle in the browser's database, encrypted under a key of the tab. */
import type { PageRange } from '../../client/page-source.ts';
import { openSealed, sealUnder } from '../../client/seal.ts';
import { isAddress } from '../../protocol/address.ts';
import { PartCipher } from './part-cipher.ts';
import { deletedError, DiskFullError, type PartsPlace, type StoredPart } from './parts-place.ts';
import { type BundleRow, type Database, inDatabase, type PartRow } from '../tab-database.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** A part is read in many ranges, and several parts at a time. A row has no bytes, so these cost little. */
const ROWS = 16;

export interface DiskPlaceDeps {
  /** The name of the bundle in the database. */
  readonly id: string;
  /** The key of the tab for it, of 256 bits. */
  readonly key: Bytes;
  /** Unix milliseconds. */
  readonly now: () => number;
}

export class DiskPlace implements PartsPlace {
  readonly #deps: DiskPlaceDeps;
  readonly #cipher: PartCipher;
  /** The rows that were read last, the most recent last. */
  readonly #rows = new Map<number, PartRow>();
  #isDeleted = false;

  constructor(deps: DiskPlaceDeps) {
    this.#deps = deps;
    this.#cipher = new PartCipher(deps.key);
  }

  async put({ index, address }: StoredPart, page: Blob): Promise<void> {
    const nonce = PartCipher.nonce();
    const encrypted = await this.#cipher.page(new Uint8Array(await page.arrayBuffer()), nonce);
    const name = await this.#cipher.address(new TextEncoder().encode(address), nonce);
    const row = { address: name, page: new Blob([encrypted]), nonce };
    try {
      await inDatabase((database) => this.#write(database, index, row));
    } catch (error) {
      if (await isFull(error, page.size)) {
        throw new DiskFullError('cannot store a part', { cause: error });
      }
      throw error;
    }
    this.#rows.delete(index);
  }

  async parts(): Promise<readonly StoredPart[]> {
    const { id } = this.#deps;
    const [rows, keys] = await inDatabase((database) =>
      Promise.all([
        database.getAll('parts', partsOf(id)),
        database.getAllKeys('parts', partsOf(id)),
      ]),
    );
    const parts = await Promise.all(
      rows.map(async ({ address, nonce }, i) => {
        const name = new TextDecoder().decode(await this.#cipher.address(address, nonce));
        const [, index] = keys[i] ?? [];
        return isAddress(name) && index !== undefined ? [{ index, address: name }] : [];
      }),
    );
    return parts.flat();
  }

  async page(index: number): Promise<Blob | undefined> {
    const range = await this.range(index, 0, Infinity);
    return range && new Blob([range.bytes as Bytes]);
  }

  async range(index: number, from: number, length: number): Promise<PageRange | undefined> {
    const row = await this.#row(index);
    if (!row) return undefined;
    const end = Math.min(from + length, row.page.size);
    const bytes = await this.#cipher.range(row.page, row.nonce, from, Math.max(0, end - from));
    return { total: row.page.size, bytes };
  }

  async remove(index: number): Promise<void> {
    this.#rows.delete(index);
    await inDatabase((database) => this.#write(database, index, undefined));
  }

  async delete(): Promise<void> {
    this.#isDeleted = true;
    this.#rows.clear();
    await inDatabase((database) => deleteBundle(database, this.#deps.id));
  }

  async setShare(share: Bytes | undefined): Promise<void> {
    const { id, key } = this.#deps;
    const sealed = share && (await sealUnder(share, key));
    await inDatabase(async (database) => {
      if (this.#isDeleted) throw deletedError();
      const writing = database.transaction('bundles', 'readwrite', { durability: 'strict' });
      const { storedAt, bytes } = (await writing.store.get(id)) ?? this.#newRow();
      const row = { storedAt, bytes, ...(sealed && { share: sealed }) };
      await Promise.all([writing.store.put(row, id), writing.done]);
    });
  }

  async share(): Promise<Bytes | undefined> {
    const row = await inDatabase((database) => database.get('bundles', this.#deps.id));
    const opened = row?.share && (await openSealed(row.share, this.#deps.key));
    return typeof opened === 'string' ? undefined : opened;
  }

  /** Writes or deletes a part, and counts its bytes, in one transaction. */
  async #write(database: Database, index: number, row: PartRow | undefined): Promise<void> {
    if (this.#isDeleted) throw deletedError();
    const { id } = this.#deps;
    const writing = database.transaction(['bundles', 'parts'], 'readwrite', {
      durability: 'strict',
    });
    const bundles = writing.objectStore('bundles');
    const parts = writing.objectStore('parts');
    const bundle = (await bundles.get(id)) ?? this.#newRow();
    const before = await parts.get([id, index]);
    const bytes = bundle.bytes - (before?.page.size ?? 0) + (row?.page.size ?? 0);
    await Promise.all([
      row ? parts.put(row, [id, index]) : parts.delete([id, index]),
      bundles.put({ ...bundle, bytes }, id),
      writing.done,
    ]);
  }

  async #row(index: number): Promise<PartRow | undefined> {
    const known = this.#rows.get(index);
    if (known) return known;
    const row = await inDatabase((database) => database.get('parts', [this.#deps.id, index]));
    if (!row) return undefined;
    this.#rows.set(index, row);
    const [oldest] = this.#rows.keys();
    if (this.#rows.size > ROWS && oldest !== undefined) this.#rows.delete(oldest);
    return row;
  }

  #newRow(): BundleRow {
    return { storedAt: this.#deps.now(), bytes: 0 };
  }
}

/** Deletes a bundle with its parts, in one transaction. */
export async function deleteBundle(database: Database, id: string): Promise<void> {
  const deleting = database.transaction(['bundles', 'parts'], 'readwrite');
  await Promise.all([
    deleting.objectStore('bundles').delete(id),
    deleting.objectStore('parts').delete(partsOf(id)),
    deleting.done,
  ]);
}

function partsOf(id: string): IDBKeyRange {
  return IDBKeyRange.bound([id], [id, []]);
}

/** Tells "disk full" apart from other errors: Chromium has another name for a disk without any room. */
async function isFull(error: unknown, bytes: number): Promise<boolean> {
  if (!(error instanceof DOMException) || error.name === 'AbortError') return false;
  if (error.name === 'QuotaExceededError') return true;
  const { quota = Infinity, usage = 0 } = (await navigator.storage?.estimate()) ?? {};
  return quota - usage < bytes;
}
