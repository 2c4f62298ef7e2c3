/**
 * Looks for one page at the relay of its link, and at others that are known to the user once that one does not answer,
 * has nobody who holds it, or keeps silent. The first verified copy ends it; a relay that lies or fails ends only its
 * own part.
 */
import type { Client, ClientEvent, ConnectionState } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import type { Relays } from './relays.ts';

/** How long nothing may come before the other relays are asked too. */
export const GRACE_MS = 2_000;

export interface SearchDeps {
  readonly relays: Relays;
  readonly address: Address;
  /** The relay of the link. */
  readonly first: string;
  /** The relays to look at when that one does not help. */
  readonly others: readonly string[];
  /** Called when anything below may have changed. */
  readonly onChange: () => void;
}

/** A verified copy, and the relay where somebody held it. */
export interface Found {
  readonly relay: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface Progress {
  readonly received: number;
  readonly total: number;
}

/** What is seen of the page at one relay. */
interface Look {
  readonly relay: string;
  readonly client: Client;
  /** Aborted when the page is no longer wanted here. */
  readonly wanting: AbortController;
  /** Leaves the relay. */
  end: () => void;
  /** As this relay says, since it was connected last. */
  holders?: number | undefined;
  progress?: Progress | undefined;
  /** Why the page does not come from here. */
  problem?: unknown;
}

export class Search {
  readonly #deps: SearchDeps;
  readonly #looks = new Map<string, Look>();
  readonly #found = Promise.withResolvers<Found>();
  readonly #unsubscribe: () => void;
  #isFinding = false;
  #isWide = false;
  #grace: ReturnType<typeof setTimeout> | undefined;

  /** Counts the page's holders at its relay from now on. */
  constructor(deps: SearchDeps) {
    this.#deps = deps;
    this.#unsubscribe = deps.relays.subscribe((relay, event) => this.#onEvent(relay, event));
    this.#look(deps.first);
  }

  /** Wants the page. Rejects, as `Client.fetch` does, when no relay is left that may still have it. */
  find(): Promise<Found> {
    this.#isFinding = true;
    this.#wait();
    for (const look of this.#looks.values()) void this.#fetch(look);
    this.#widenIfLost();
    return this.#found.promise;
  }

  /** Takes every want back. */
  stop(): void {
    this.#unsubscribe();
    this.#settle();
    for (const look of this.#looks.values()) this.#end(look);
  }

  /** Whether the page is looked for beyond the relay of its link, so far as others are known. */
  get isWide(): boolean {
    return this.#isWide;
  }

  looksAt(relay: string): boolean {
    return this.#looks.has(relay);
  }

  /** The state of the relay that is of most use. */
  get connection(): ConnectionState {
    const { relays, first } = this.#deps;
    const states = [...this.#looks.keys()].map((relay) => relays.connection(relay));
    return states.find(({ state }) => state === 'open') ?? relays.connection(first);
  }

  /** Undefined while no relay has said. The highest count is what is sure: holders may be at several relays. */
  get holders(): number | undefined {
    const counts = [...this.#looks.values()].flatMap(({ holders }) => holders ?? []);
    return counts.length > 0 ? Math.max(...counts) : undefined;
  }

  /** Of the copy that has come furthest. */
  get progress(): Progress | undefined {
    return [...this.#looks.values()]
      .flatMap(({ progress }) => progress ?? [])
      .reduce<Progress | undefined>((a, b) => (a && a.received > b.received ? a : b), undefined);
  }

  #look(relay: string): void {
    const { relays, address, onChange } = this.#deps;
    const { client, release } = relays.use(relay);
    const look: Look = { relay, client, wanting: new AbortController(), end: release };
    this.#looks.set(relay, look);
    const unwatch = client.watch(address, (holders) => {
      look.holders = holders;
      this.#widenIfLost();
      onChange();
    });
    look.end = () => {
      unwatch();
      release();
    };
    if (this.#isFinding) void this.#fetch(look);
  }

  async #fetch(look: Look): Promise<void> {
    const { signal } = look.wanting;
    const onProgress = (received: number, total: number) => {
      look.progress = { received, total };
      this.#wait();
      this.#deps.onChange();
    };
    try {
      const bytes = await look.client.fetch(this.#deps.address, { signal, onProgress });
      this.#onFound({ relay: look.relay, bytes });
    } catch (error) {
      if (!signal.aborted) this.#onProblem(look, error);
    }
  }

  #onFound(found: Found): void {
    if (!this.#isFinding) return;
    this.#settle();
    for (const look of this.#looks.values()) {
      if (look.relay === found.relay) continue;
      if (look.relay === this.#deps.first) look.wanting.abort();
      else this.#end(look);
    }
    this.#found.resolve(found);
  }

  #onProblem(look: Look, problem: unknown): void {
    look.problem = problem;
    look.progress = undefined;
    this.#widen();
    const looks = [...this.#looks.values()];
    if (looks.every((one) => one.problem !== undefined)) {
      this.#settle();
      this.#found.reject(looks[0]?.problem);
    }
    this.#deps.onChange();
  }

  #onEvent(relay: string, event: ClientEvent): void {
    const look = this.#looks.get(relay);
    if (!look) return;
    if (event.type === 'corrupt' && event.address === this.#deps.address) look.progress = undefined;
    if (event.type !== 'connection') return;
    // A count from before the connection was lost says nothing about now.
    if (event.connection.state !== 'open') look.holders = undefined;
    this.#widenIfLost();
  }

  #widenIfLost(): void {
    const { relays, first } = this.#deps;
    const isAway = relays.connection(first).state === 'waiting';
    if (isAway || this.#looks.get(first)?.holders === 0) this.#widen();
  }

  #widen(): void {
    if (!this.#isFinding || this.#isWide) return;
    this.#isWide = true;
    clearTimeout(this.#grace);
    for (const relay of this.#deps.others) this.#look(relay);
    this.#deps.onChange();
  }

  /** Gives what is under way another moment. */
  #wait(): void {
    if (!this.#isFinding || this.#isWide) return;
    clearTimeout(this.#grace);
    this.#grace = setTimeout(() => this.#widen(), GRACE_MS);
  }

  #settle(): void {
    this.#isFinding = false;
    clearTimeout(this.#grace);
  }

  #end(look: Look): void {
    this.#looks.delete(look.relay);
    look.wanting.abort();
    look.end();
  }
}
