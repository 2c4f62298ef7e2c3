/**
 * Looks for one page at the relay of its link. If that relay is away, counts no holder or keeps silent, it looks at the
 * other relays that the user knows too. The first verified copy ends the search; a relay that lies or fails ends only
 * its own part.
 */
import type { ConnectionState } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import { PageAtRelay, type Progress } from './page-at-relay.ts';
import type { Relays } from '../relays.ts';

/** The time without any bytes after which the other relays are asked too. */
export const GRACE_MS = 2_000;

export interface SearchDeps {
  readonly relays: Relays;
  readonly address: Address;
  /** The relay of the link. */
  readonly first: string;
  /** The relays to ask if that one does not help. */
  readonly others: readonly string[];
  /** Called when anything below may have changed. */
  readonly onChange: () => void;
}

/** A verified copy, and the relay of its holder. */
export interface Found {
  readonly relay: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export class Search {
  readonly #deps: SearchDeps;
  readonly #first: PageAtRelay;
  /** Empty until the first relay does not help, or all are counted. */
  #others: readonly PageAtRelay[] = [];
  readonly #problems = new Map<PageAtRelay, unknown>();
  readonly #found = Promise.withResolvers<Found>();
  #isFinding = false;
  #isWide = false;
  #grace: ReturnType<typeof setTimeout> | undefined;

  /** Counts the page's holders at its relay from now on. */
  constructor(deps: SearchDeps) {
    this.#deps = deps;
    this.#first = this.#lookAt(deps.first);
  }

  /** Counts the holders at the other relays too, for a page that is here already. */
  countAll(): void {
    this.#others = this.#deps.others.map((relay) => this.#lookAt(relay));
  }

  /** Wants the page. Rejects, as `Client.fetch` does, when no relay is left that may still have it. */
  find(): Promise<Found> {
    this.#isFinding = true;
    this.#wait();
    void this.#fetch(this.#first);
    if (this.#first.isVain) this.#widen();
    return this.#found.promise;
  }

  /** Takes every want back. */
  stop(): void {
    this.#settle();
    for (const look of this.#looks) look.end();
  }

  /** `true` once the page is looked for at the other known relays too. */
  get isWide(): boolean {
    return this.#isWide;
  }

  looksAt(relay: string): boolean {
    return this.#looks.some((look) => look.relay === relay);
  }

  /** The state of the most useful relay: a connected one, or else the link's. */
  get connection(): ConnectionState {
    const { relays, first } = this.#deps;
    const states = this.#looks.map(({ relay }) => relays.connection(relay));
    return states.find(({ state }) => state === 'open') ?? relays.connection(first);
  }

  /** Undefined while no relay has sent a count. One holder may be at several relays, so only the highest count is sure. */
  get holders(): number | undefined {
    const counts = this.#looks.flatMap(({ holders }) => holders ?? []);
    return counts.length > 0 ? Math.max(...counts) : undefined;
  }

  /** The progress of the most complete copy. */
  get progress(): Progress | undefined {
    return this.#looks
      .flatMap(({ progress }) => progress ?? [])
      .reduce<Progress | undefined>((a, b) => (a && a.received > b.received ? a : b), undefined);
  }

  get #looks(): readonly PageAtRelay[] {
    return [this.#first, ...this.#others];
  }

  #lookAt(relay: string): PageAtRelay {
    const { relays, address } = this.#deps;
    return new PageAtRelay({ relays, address, relay, onChange: () => this.#onChange() });
  }

  #onChange(): void {
    if (this.#isFinding && this.#first.isVain) this.#widen();
    this.#deps.onChange();
  }

  async #fetch(look: PageAtRelay): Promise<void> {
    try {
      const bytes = await look.fetch(() => this.#onProgress());
      if (bytes) this.#onFound(look, bytes);
    } catch (error) {
      this.#onProblem(look, error);
    }
  }

  #onProgress(): void {
    this.#wait();
    this.#deps.onChange();
  }

  #onFound(from: PageAtRelay, bytes: Uint8Array<ArrayBuffer>): void {
    if (!this.#isFinding) return;
    this.#settle();
    if (from !== this.#first) this.#first.unwant();
    for (const look of this.#others) if (look !== from) look.end();
    this.#others = this.#others.filter((look) => look === from);
    this.#found.resolve({ relay: from.relay, bytes });
  }

  #onProblem(look: PageAtRelay, problem: unknown): void {
    if (!this.#isFinding) return;
    this.#problems.set(look, problem);
    this.#widen();
    if (this.#looks.every((one) => this.#problems.has(one))) {
      this.#settle();
      this.#found.reject(this.#problems.get(this.#first));
    }
    this.#deps.onChange();
  }

  #widen(): void {
    if (this.#isWide) return;
    this.#isWide = true;
    clearTimeout(this.#grace);
    if (this.#others.length === 0) this.countAll();
    for (const look of this.#others) void this.#fetch(look);
    this.#deps.onChange();
  }

  /** Gives the first relay another moment. */
  #wait(): void {
    if (this.#isWide) return;
    clearTimeout(this.#grace);
    this.#grace = setTimeout(() => this.#widen(), GRACE_MS);
  }

  #settle(): void {
    this.#isFinding = false;
    clearTimeout(this.#grace);
  }
}
