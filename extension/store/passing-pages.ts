/**
 * Pages that a viewer shows and that nobody has seen yet: this browser does not hold them. A database of their own
 * holds their bytes for the viewer. They leave it when they are kept or the viewer closes.
 */
import type { Address } from '@mayfly/relay/protocol';
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

interface PassingDatabase extends DBSchema {
  pages: { key: Address; value: PassingPage };
}

export interface PassingPage {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The relay where somebody held it. */
  readonly relay: string;
}

export class PassingPages {
  #database: Promise<IDBPDatabase<PassingDatabase>> | undefined;

  async put(address: Address, page: PassingPage): Promise<void> {
    await (await this.#open()).put('pages', page, address);
  }

  async get(address: Address): Promise<PassingPage | undefined> {
    return (await this.#open()).get('pages', address);
  }

  async remove(address: Address): Promise<void> {
    await (await this.#open()).delete('pages', address);
  }

  /** Deletes the pages of an earlier session of the browser. */
  async clear(): Promise<void> {
    await (await this.#open()).clear('pages');
  }

  #open(): Promise<IDBPDatabase<PassingDatabase>> {
    const forget = () => (this.#database = undefined);
    this.#database ??= openDB<PassingDatabase>('mayfly-passing', 1, {
      upgrade: (database) => void database.createObjectStore('pages'),
      terminated: forget,
    }).catch((cause: unknown) => {
      forget();
      throw new Error('cannot open the store of pages that nobody has seen yet', { cause });
    });
    return this.#database;
  }
}
