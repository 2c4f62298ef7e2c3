/**
 * Works off the tasks of one keeper while it answers: asks it to delete and to keep pages, then asks again until it has
 * them. A task stays in the store until its answer is here, so a worker that dies goes on when it starts next.
 */
import type { KeeperAnswer, KeeperRequest } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import type { Keeping } from '../../store/database.ts';
import type { KeeperTask } from '../../store/keeper-records.ts';
import type { Pages } from '../../store/pages.ts';
import { coalesced } from '../coalesced.ts';
import { keepRequest } from './keep-request.ts';

/** Asks one keeper. Rejects where it does not answer in time. */
type AskKeeper = (request: KeeperRequest) => Promise<KeeperAnswer>;

export interface ErrandsDeps {
  readonly keeper: Address;
  readonly pages: Pages;
  readonly now: () => number;
  readonly ask: AskKeeper;
  /** Called with the error when the keeper does not answer, and with nothing when it does. */
  readonly onOutcome: (error?: unknown) => void;
}

/** The time to the next question about a page on its way. It doubles while nothing changes. */
const FIRST_LOOK_MS = 1_000;
const LONGEST_LOOK_MS = 60_000;

export class KeeperErrands {
  readonly #deps: ErrandsDeps;
  /** The tasks whose keeper has said that the page is on its way. */
  readonly #asked = new Set<string>();
  readonly #round = coalesced(() => this.#work());
  #lookMs = FIRST_LOOK_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(deps: ErrandsDeps) {
    this.#deps = deps;
  }

  /** There may be something to do, or the keeper may be back. */
  run(): void {
    this.#lookMs = FIRST_LOOK_MS;
    this.#round.run();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#round.stop();
  }

  async #work(): Promise<void> {
    clearTimeout(this.#timer);
    try {
      await this.#doTasks();
      this.#deps.onOutcome();
    } catch (error) {
      this.#deps.onOutcome(error);
    }
    if ((await this.#tasks()).length > 0) this.#lookAgain();
  }

  async #doTasks(): Promise<void> {
    const tasks = await this.#tasks();
    const releases = tasks.filter(({ type }) => type === 'release');
    const keeps = tasks.filter(({ type }) => type === 'keep');
    const known = keeps.filter(({ id }) => this.#asked.has(id));
    // Deletions come first: they make room for new pages.
    if (releases.length > 0) await this.#release(releases);
    for (const task of keeps) if (!known.includes(task)) await this.#keep(task);
    if (known.length > 0) await this.#lookAt(known);
  }

  async #release(tasks: readonly KeeperTask[]): Promise<void> {
    await this.#deps.ask({ type: 'release', addresses: tasks.map(({ page }) => page) });
    for (const task of tasks) await this.#deps.pages.keepers.finish(task);
  }

  async #keep(task: KeeperTask): Promise<void> {
    const { pages, ask } = this.#deps;
    const [page, keeper] = await Promise.all([
      pages.get(task.page),
      pages.keepers.get(task.keeper),
    ]);
    if (!page || !keeper) return pages.keepers.finish(task); // a deletion has a task of its own
    const parts = page.bundle ? await pages.parts.listOf(page.bundle.id) : [];
    const answer = await ask(keepRequest(page, parts, keeper));
    this.#asked.add(task.id);
    const state = answer.states.get(page.address) ?? 'none';
    if (state === 'none') await pages.keepers.refused(task);
    else await pages.keepers.note(task, this.#keepingOf(task, state));
  }

  async #lookAt(tasks: readonly KeeperTask[]): Promise<void> {
    const addresses = tasks.map(({ page }) => page);
    const { states } = await this.#deps.ask({ type: 'state', addresses });
    for (const task of tasks) {
      const state = states.get(task.page) ?? 'none';
      // The keeper has lost the request: it is asked again in the next round.
      if (state === 'none') this.#asked.delete(task.id);
      else await this.#deps.pages.keepers.note(task, this.#keepingOf(task, state));
    }
  }

  #keepingOf({ keeper }: KeeperTask, state: Keeping['state']): Keeping {
    return { keeper, state, ...(state === 'kept' && { at: this.#deps.now() }) };
  }

  #lookAgain(): void {
    this.#timer = setTimeout(() => this.#round.run(), this.#lookMs);
    this.#lookMs = Math.min(LONGEST_LOOK_MS, this.#lookMs * 2);
  }

  #tasks(): Promise<readonly KeeperTask[]> {
    return this.#deps.pages.keepers.tasksOf(this.#deps.keeper);
  }
}
