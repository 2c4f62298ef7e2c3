/**
 * Looks for the two pages of a once link: its lock, and the sealed page that the lock names. The sealed page waits where
 * the viewer finds it, and this browser holds neither: no list has them, and no relay is told of them.
 */
import { type Lock, type LockProblem, openLock } from '@mayfly/relay/client';
import type { Address, Link } from '@mayfly/relay/protocol';
import { type Arriving, arrivingBy } from '@mayfly/relay/words';
import type { OpeningView } from '../../messages.ts';
import { DiskFullError, writeError } from '../../store/disk-full.ts';
import { knownRelays, readSettings } from '../../store/settings.ts';
import { StoreError } from '../../store/store-error.ts';
import type { ReadDeps } from './page-fetch.ts';
import { PageAtRelay } from './page-at-relay.ts';
import { Search } from './page-search.ts';

/** A link with a capability. */
export type OnceLink = Link & { readonly capability: Uint8Array };

export interface LockSearchDeps extends Pick<ReadDeps, 'pages' | 'passing' | 'relays'> {
  readonly link: OnceLink;
  /** Called when anything below may have changed. */
  readonly onChange: () => void;
}

export class LockSearch {
  readonly #deps: LockSearchDeps;
  #known: ReadonlySet<string> = new Set();
  #lock: Search | undefined;
  /** The lock at further relays, where its author may be. */
  #more: readonly PageAtRelay[] = [];
  /** Undefined until the lock is here, and once the page is. */
  #page: Search | undefined;
  #passing: Address | undefined;
  #isOver = false;

  constructor(deps: LockSearchDeps) {
    this.#deps = deps;
  }

  /** Finds the lock, and watches for its author from then on. Rejects as `Search.find` does. */
  async findLock(): Promise<Lock | LockProblem> {
    const { relays, link, onChange } = this.#deps;
    this.#known = new Set(knownRelays(await readSettings()));
    if (this.#isOver) throw new DOMException('stopped', 'AbortError');
    const { address, relay: first } = link;
    this.#lock = new Search({ relays, address, first, others: this.#others(), onChange });
    const { bytes } = await this.#lock.find();
    return await openLock(bytes, link.capability);
  }

  /** Finds the sealed page and puts it where the viewer finds it. */
  async findPage({ page, relays }: Lock): Promise<void> {
    const { passing } = this.#deps;
    if (await passing.get(page).catch(unreadable)) return void (this.#passing = page);
    const bytes = await this.#bytesOf(page, relays);
    if (this.#isOver) return;
    this.#passing = page;
    await passing
      .put(page, { bytes, relay: this.#deps.link.relay })
      .catch(async (error: unknown) => {
        const known = await writeError(error, `cannot store page ${page}`, bytes.length);
        if (known instanceof DiskFullError) throw known;
        return unreadable(error);
      });
  }

  /** Watches for the author at the other known relays of link and lock too. */
  widen({ relays: named }: Lock): void {
    const { relays, link, onChange } = this.#deps;
    const others = this.#isOver ? [] : this.#others(named).filter((one) => !this.looksAt(one));
    const { address } = link;
    const more = others.map((relay) => new PageAtRelay({ relays, address, relay, onChange }));
    this.#more = [...this.#more, ...more];
  }

  looksAt(relay: string): boolean {
    return this.#lock?.looksAt(relay) || this.#more.some((look) => look.relay === relay);
  }

  get connection(): OpeningView['connection'] {
    return this.#lock?.connection ?? { state: 'idle' };
  }

  /** The state of the page that is looked for. */
  get arriving(): Arriving {
    const { holders, progress } = this.#page ?? this.#lock ?? {};
    const isConnected = this.connection.state === 'open';
    return arrivingBy({ isConnected, holders, heldAt: undefined, progress });
  }

  /** Relays that the link names and the user does not know, where the known relays do not help. */
  get unasked(): readonly string[] {
    if (!this.#lock?.isWide) return [];
    return this.#hints().filter((relay) => !this.#known.has(relay));
  }

  /** Takes every want back, and forgets the sealed page. */
  stop(): void {
    this.#isOver = true;
    this.#page?.stop();
    this.#lock?.stop();
    for (const look of this.#more) look.end();
    // Sealed bytes without a key: if they stay, the next start of the browser deletes them.
    if (this.#passing) void this.#deps.passing.remove(this.#passing).catch(() => undefined);
  }

  /** A copy in this browser will do: the page may be held under a link of another kind. */
  async #bytesOf(page: Address, relays: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
    const { pages, link, onChange } = this.#deps;
    const held = await pages.readWhole(page).catch(() => undefined);
    if (held) return held;
    const others = this.#others(relays);
    const search = new Search({
      ...{ relays: this.#deps.relays, address: page, first: link.relay, others, onChange },
    });
    this.#page = search;
    try {
      return (await search.find()).bytes;
    } finally {
      search.stop();
      this.#page = undefined;
    }
  }

  #others(more: readonly string[] = []): readonly string[] {
    const others = [...new Set([...this.#hints(), ...more])];
    return others.filter((relay) => this.#known.has(relay) && relay !== this.#deps.link.relay);
  }

  #hints(): readonly string[] {
    const { relay: first, relays } = this.#deps.link;
    return relays.filter((relay) => relay !== first);
  }
}

/** Without that store, a page that opens once cannot reach its viewer. */
function unreadable(error: unknown): never {
  throw new StoreError('unreadable', 'a store for pages on their way', error);
}
