/**
 * A share whose link opens a fixed number of times: it announces the sealed page and its lock, and gives the page's key
 * to readers who prove to have the link. The count is in memory alone: the link dies with the program, so no start of it
 * can give a key again that was given before.
 */
import {
  type Decide,
  type Decided,
  type LockChange,
  type LockRecord,
  type LockStore,
  makeLock,
  OnceAuthor,
  type OnceNote,
  type PageSource,
  RefusedError,
} from '../client/index.ts';
import type { Address } from '../protocol/index.ts';
import { onceLinkView, type OnceLinkView, openedWords, triesWords } from '../words/once-link.ts';
import { Failure, isRefusedForGood } from './failure.ts';
import type { MadePages } from './new-pages.ts';
import type { ReachedRelay } from './reached-relays.ts';
import type { Report } from './report.ts';
import type { Spool } from './spool.ts';

export interface OnceShareDeps {
  readonly spool: Spool;
  readonly locks: CountedLocks;
  readonly relays: readonly ReachedRelay[];
  readonly report: Report;
  /** A reader has opened the page, and knows that the sender knows. */
  readonly onChange: () => void;
  /** A relay refuses the page for good. */
  readonly onRefused: (error: RefusedError) => void;
}

/** The records of the links that this program answers for. */
export class CountedLocks implements LockStore {
  readonly #records = new Map<Address, LockRecord>();

  add(record: LockRecord): void {
    this.#records.set(record.lock, record);
  }

  async read(lock: Address): Promise<LockRecord | undefined> {
    return this.#records.get(lock);
  }

  async change(lock: Address, by: Decide): Promise<Decided | undefined> {
    const record = this.#records.get(lock);
    const decided = record && by(record);
    if (decided) this.#records.set(lock, decided.record);
    return decided;
  }

  /** These pages, and answers to notes about the locks among them. */
  over(pages: PageSource): PageSource {
    return {
      addresses: () => pages.addresses(),
      read: (...range) => pages.read(...range),
      answers: (address) => this.#records.has(address),
    };
  }
}

export class OnceShare {
  readonly #deps: OnceShareDeps;
  #record: LockRecord;

  private constructor(deps: OnceShareDeps, record: LockRecord) {
    this.#deps = deps;
    this.#record = record;
  }

  /** Makes the link of a sealed page that is in the spool. `total`: the number of readers who get its key. */
  static async make(deps: OnceShareDeps, made: MadePages, total: number): Promise<OnceShare> {
    const { address: page, key, mediaType = 'text/plain', name } = made;
    const { spool, locks, relays } = deps;
    const bytes = spool.lengthOf(page);
    if (!key || bytes === undefined) throw new Error(`expected page ${page} sealed and spooled`);
    const { lockPage, record } = await makeLock({
      ...{ page, bytes, mediaType, total },
      ...(name && { name }),
      relays: relays.map(({ origin }) => origin),
      contentKey: new Uint8Array(key),
      createdAt: Date.now(),
    });
    await spool.put(record.lock, lockPage);
    locks.add(record);
    return new OnceShare(deps, record);
  }

  /** The secrets of its link. */
  get link(): Pick<LockRecord, 'capability'> & { readonly address: Address } {
    return { address: this.#record.lock, capability: this.#record.capability };
  }

  /** Announces both pages, the lock last. Resolves once the relays know of them. */
  async begin(): Promise<void> {
    const { page, lock } = this.#record;
    await Promise.all(
      this.#deps.relays.map(async ({ client }) => {
        this.#listen(client);
        client.have(page, lock);
        await client.settled();
      }),
    );
  }

  /** The number of those who hold the page: readers hold nothing. */
  get holders(): undefined {
    return undefined;
  }

  /** The number of readers who said that they have opened it. */
  get readers(): number {
    return this.#record.releases.filter(({ receivedAt }) => receivedAt !== undefined).length;
  }

  /** Resolves when the relays have all answers. */
  async settled(): Promise<void> {
    await Promise.all(this.#deps.relays.map(({ client }) => client.settled()));
  }

  /** The state of the link in words, for a share that ends. Throws a `Failure` if nobody has opened it. */
  stopped(): string {
    const words = openedWords(this.#view, Date.now());
    if (this.readers > 0) return `${words}. From now on it opens nothing.`;
    throw new Failure('only-copy', `${words}. From now on nobody can open it.`);
  }

  get #view(): OnceLinkView {
    return onceLinkView(this.#record, '');
  }

  #listen(client: ReachedRelay['client']): void {
    const { locks, onRefused } = this.#deps;
    // One for each relay: the names of senders are a relay's own.
    const author = new OnceAuthor({
      store: locks,
      now: Date.now,
      send: (address, body, to) => client.note(address, body, to),
      onChange: (record, change) => this.#onChange(record, change),
    });
    client.subscribe((event) => {
      if (event.type === 'note') void this.#receive(author, event);
      if (event.type === 'refused' && event.address && isRefusedForGood(event)) {
        onRefused(new RefusedError(event.code, event.message, event.address));
      }
    });
  }

  async #receive(author: OnceAuthor, note: OnceNote): Promise<void> {
    try {
      await author.receive(note);
    } catch {
      return; // like a note that was lost: its reader asks again
    }
    this.#deps.onChange();
  }

  #onChange(record: LockRecord, change: LockChange): void {
    const { report } = this.#deps;
    this.#record = record;
    if (change.type === 'received') {
      const { total } = record;
      const at = change.release.receivedAt ?? change.release.at;
      const text = `${openedWords(this.#view, Date.now())}.`;
      report.event({ type: 'opened', opens: this.readers, total, at }, text);
    } else if (change.type === 'refused') {
      const { why } = change;
      const none = { wrongProof: { count: 0 }, spent: { count: 0 } };
      const refused = { ...none, [why]: record.refused[why] };
      const text = triesWords({ refused }, Date.now()).join(' ');
      report.event({ type: 'tried', why, count: record.refused[why].count }, text);
    }
  }
}
