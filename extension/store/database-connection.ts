/**
 * This context's connection to the database. It opens on first use, and again after it is lost. It knows the reason if
 * the database cannot be used.
 */
import { Listeners } from '@mayfly/relay/client';
import { type Database, openDatabase } from './database.ts';
import { StoreError, type StoreTrouble } from './store-error.ts';

/** Nothing of the held pages is left: somebody deleted the database while the extension used it. */
export type StoreCondition = StoreTrouble | 'deleted';

/** The browser's names for a database that it can no longer read at all. */
const UNREADABLE: ReadonlySet<string> = new Set(['UnknownError', 'NotFoundError']);

export class StoreConnection {
  #database: Promise<Database> | undefined;
  #hasOpened = false;
  #condition: StoreCondition | undefined;
  readonly #listeners = new Listeners<void>();

  /** Undefined while all is well, as far as is known here. */
  get condition(): StoreCondition | undefined {
    return this.#condition;
  }

  /** Calls `listener` when the condition has changed, until the returned function is called. */
  subscribe(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Runs `act` with the database. Rejects with a `StoreError` if the database cannot be used. */
  async use<Result>(act: (database: Database) => Promise<Result>): Promise<Result> {
    try {
      const result = await this.#tryTwice(act);
      if (this.#condition !== 'deleted') this.#become(undefined);
      return result;
    } catch (error) {
      const known = asStoreError(error);
      if (known instanceof StoreError) this.#become(known.trouble);
      throw known;
    }
  }

  /** A connection may close between its opening and its use. Then nothing was done on it. */
  async #tryTwice<Result>(act: (database: Database) => Promise<Result>): Promise<Result> {
    const database = await this.#open();
    try {
      return await act(database);
    } catch (error) {
      if (!isNamed(error, 'InvalidStateError')) throw error;
      this.#database = undefined;
      return act(await this.#open());
    }
  }

  #open(): Promise<Database> {
    const onGone = () => {
      this.#database = undefined;
      // Opens it again at once to learn the reason: screens that show pages would not ask by themselves.
      this.use(async () => undefined).catch(() => undefined); // the condition holds the reason
    };
    const onCreated = () => {
      if (this.#hasOpened) this.#become('deleted');
    };
    this.#database ??= openDatabase({ onGone, onCreated }).then(
      (database) => {
        this.#hasOpened = true;
        return database;
      },
      (error: unknown) => {
        this.#database = undefined;
        throw error;
      },
    );
    return this.#database;
  }

  #become(condition: StoreCondition | undefined): void {
    if (condition === this.#condition) return;
    this.#condition = condition;
    this.#listeners.call();
  }
}

function asStoreError(error: unknown): unknown {
  const isUnreadable = error instanceof DOMException && UNREADABLE.has(error.name);
  return isUnreadable ? new StoreError('unreadable', 'an answer of the browser', error) : error;
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof DOMException && error.name === name;
}
