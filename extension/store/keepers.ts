/**
 * The keepers of this browser's user, and the requests that they have not answered. A request is stored in the same
 * change as the page that it concerns, or as the page's deletion, so that no crash forgets it.
 */
import { Listeners, type RequestTurn } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import type { StoreConnection } from './database-connection.ts';
import type { Keeping } from './database.ts';
import {
  type KeeperFacts,
  type KeeperTask,
  type StoredKeeper,
  tasksRange,
} from './keeper-records.ts';
import { finishTask, noteKeeping, removeKeeper } from './keeper-writes.ts';

export class Keepers {
  readonly #store: StoreConnection;
  readonly #onPages: (pages: readonly Address[]) => void;
  readonly #listeners = new Listeners<void>();

  /** `onPages` is called with the pages whose records have changed. */
  constructor(store: StoreConnection, onPages: (pages: readonly Address[]) => void) {
    this.#store = store;
    this.#onPages = onPages;
  }

  /** The one added first comes first. */
  async all(): Promise<readonly StoredKeeper[]> {
    const keepers = await this.#store.use((database) => database.getAll('keepers'));
    return keepers.sort((a, b) => a.addedAt - b.addedAt);
  }

  /** The keepers for new pages. */
  async present(): Promise<readonly StoredKeeper[]> {
    return (await this.all()).filter(({ isLeaving }) => !isLeaving);
  }

  get(id: Address): Promise<StoredKeeper | undefined> {
    return this.#store.use((database) => database.get('keepers', id));
  }

  /** Adds a keeper. One that is there already, or was leaving, stays with this code and device. */
  async add(keeper: StoredKeeper): Promise<void> {
    await this.#store.use(async (database) => {
      const change = database.transaction('keepers', 'readwrite', { durability: 'strict' });
      await change.store.put(keeper);
      await change.done;
    });
    this.#listeners.call();
  }

  /** The turn of the next request: its count is above that of all others, and above `least`. */
  async nextTurn(id: Address, least: number): Promise<RequestTurn> {
    const keeper = await this.#edit(id, 'strict', (now) => ({
      ...now,
      count: Math.max(now.count, least) + 1,
    }));
    if (!keeper) throw new Error(`expected a keeper ${id}, found none`);
    return { client: keeper.device, count: keeper.count };
  }

  /** Notes what a keeper said of itself. */
  async seen(id: Address, facts: KeeperFacts): Promise<void> {
    await this.#edit(id, 'relaxed', (keeper) => ({ ...keeper, ...facts }));
    this.#listeners.call();
  }

  tasksOf(keeper: Address): Promise<readonly KeeperTask[]> {
    return this.#store.use((database) => database.getAll('keeperTasks', tasksRange(keeper)));
  }

  /** A task is done. A keeper that was leaving goes with its last task. */
  async finish(task: KeeperTask): Promise<void> {
    await this.#store.use((database) => finishTask(database, task));
    this.#listeners.call();
  }

  /** A keeper does not keep a page: it fetches pages at other relays. */
  async refused(task: KeeperTask): Promise<void> {
    await this.note(task, undefined);
  }

  /** A keeper has answered for a page: the task is done unless the page is still on its way. */
  async note(task: KeeperTask, keeping: Keeping | undefined): Promise<void> {
    const isNews = await this.#store.use((database) => noteKeeping(database, task, keeping));
    if (!isNews) return;
    this.#onPages([task.page]);
    this.#listeners.call();
  }

  /** Removes a keeper. With `hasCopies`, it stays until it has deleted its copies; otherwise it keeps them. */
  async remove(id: Address, { hasCopies }: { readonly hasCopies: boolean }): Promise<void> {
    this.#onPages(await this.#store.use((database) => removeKeeper(database, id, hasCopies)));
    this.#listeners.call();
  }

  /** Calls `listener` after each change, until the returned function is called. */
  subscribe(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  #edit(
    id: Address,
    durability: IDBTransactionDurability,
    by: (keeper: StoredKeeper) => StoredKeeper,
  ): Promise<StoredKeeper | undefined> {
    return this.#store.use(async (database) => {
      const change = database.transaction('keepers', 'readwrite', { durability });
      const keeper = await change.store.get(id);
      const changed = keeper && by(keeper);
      if (changed) await change.store.put(changed);
      await change.done;
      return changed;
    });
  }
}
