/**
 * Keeps pages at the user's keepers: each keeper with a task is connected to, and asked until nothing is left to do. A
 * keeper that does not answer is asked again when it is seen at its relay, and at each wake.
 */
import { Listeners } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import { browser } from 'wxt/browser';
import type { KeeperView } from '../../messages.ts';
import type { StoredKeeper } from '../../store/keeper-records.ts';
import { coalesced } from '../coalesced.ts';
import { KeeperErrands } from './keeper-errands.ts';
import { type KeeperLine, type LineDeps, openLine, problemOf } from './keeper-line.ts';

export const KEEPERS_ALARM = 'keepers';
const WAKE_MINUTES = 1;

interface Served {
  readonly line: KeeperLine;
  readonly errands: KeeperErrands;
}

export class Keeping {
  readonly #deps: LineDeps;
  readonly #served = new Map<Address, Served>();
  readonly #problems = new Map<Address, NonNullable<KeeperView['problem']>>();
  readonly #listeners = new Listeners<void>();
  readonly #look = coalesced(() => this.refresh());

  constructor(deps: LineDeps) {
    this.#deps = deps;
    const { pages } = deps;
    pages.subscribe(({ type }) => {
      if (type === 'stored' || type === 'edited' || type === 'removed') this.#look.run();
    });
    pages.keepers.subscribe(() => this.#listeners.call());
  }

  /** Works on all tasks, and leaves the keepers that have none. */
  async refresh(): Promise<void> {
    const { pages } = this.#deps;
    const keepers = await pages.keepers.all();
    const counts = await Promise.all(keepers.map(({ id }) => pages.keepers.tasksOf(id)));
    const busy = keepers.filter((_, i) => (counts[i]?.length ?? 0) > 0);
    for (const id of this.#served.keys()) {
      if (!busy.some((keeper) => keeper.id === id)) this.#leave(id);
    }
    for (const keeper of busy) (this.#served.get(keeper.id) ?? this.#serve(keeper)).errands.run();
    await keepAlarm(busy.length > 0);
  }

  /** Asks a keeper how it is. */
  async look(keeper: StoredKeeper): Promise<void> {
    const line = this.#served.get(keeper.id)?.line ?? openLine(this.#deps, keeper);
    try {
      await line.ask({ type: 'state', addresses: [] });
      this.#note(keeper.id);
    } catch (error) {
      this.#note(keeper.id, error);
    } finally {
      if (this.#served.get(keeper.id)?.line !== line) line.close();
    }
  }

  /** Removes a keeper, or has it delete its copies first. */
  async remove(id: Address, hasCopies: boolean): Promise<void> {
    await this.#deps.pages.keepers.remove(id, { hasCopies });
    await this.refresh();
  }

  /** The reason why a keeper did not answer the last time. */
  problemOf(keeper: Address): KeeperView['problem'] {
    return this.#problems.get(keeper);
  }

  /** Calls `listener` when something about a keeper has changed, until the returned function is called. */
  subscribe(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  #serve(keeper: StoredKeeper): Served {
    const { id } = keeper;
    const onPresence = (isHere: boolean) => isHere && this.#problems.has(id) && errands.run();
    const line = openLine(this.#deps, keeper, onPresence);
    const errands: KeeperErrands = new KeeperErrands({
      ...this.#deps,
      keeper: id,
      ask: (request) => line.ask(request),
      onOutcome: (error) => this.#note(id, error),
    });
    const served = { line, errands };
    this.#served.set(id, served);
    return served;
  }

  #leave(id: Address): void {
    const served = this.#served.get(id);
    this.#served.delete(id);
    served?.errands.stop();
    served?.line.close();
  }

  #note(id: Address, error?: unknown): void {
    const problem = error === undefined ? undefined : problemOf(error);
    if (problem === this.#problems.get(id)) return;
    if (problem) this.#problems.set(id, problem);
    else this.#problems.delete(id);
    this.#listeners.call();
  }
}

/** A worker without pages to upload would not be started again. */
async function keepAlarm(isNeeded: boolean): Promise<void> {
  const alarm = await browser.alarms.get(KEEPERS_ALARM);
  if (isNeeded && !alarm) {
    await browser.alarms.create(KEEPERS_ALARM, { periodInMinutes: WAKE_MINUTES });
  } else if (!isNeeded && alarm) {
    await browser.alarms.clear(KEEPERS_ALARM);
  }
}
