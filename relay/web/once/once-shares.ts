/**
 * The pages that this tab shared by once links: it serves their locks, and answers readers from rows that it shares with
 * its duplicates. Knows nothing of screens.
 */
import { type Signal, signal } from '@preact/signals';
import type { Client } from '../../client/client.ts';
import { type LockRecord, makeLock, OnceAuthor, type OnceNote } from '../../client/once/index.ts';
import type { PageRange, PageSource } from '../../client/page-source.ts';
import { newKey, type Sealed } from '../../client/seal.ts';
import type { Address } from '../../protocol/address.ts';
import { mediaTypeOf } from '../../protocol/link.ts';
import { SharingProblem } from '../../view/bundle/part-sink.ts';
import { t } from '../../words/language.ts';
import type { Opens } from '../../words/once-link.ts';
import { holdName } from '../held-names.ts';
import { holdPage } from '../stored-pages.ts';
import { lockNameOf } from './once-room.ts';
import { forgetShare, nameShare, type SessionShare, sharesHere } from './session-shares.ts';
import { type StoredLock, StoredLocks } from './stored-locks.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export interface OnceSharesDeps {
  readonly client: Pick<Client, 'subscribe' | 'have' | 'drop' | 'note'>;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** How a page is shared by once links. */
export interface OnceSharing {
  readonly hints: SessionShare['hints'];
  readonly opens: Opens;
}

/** A page that is shared by once links. */
interface Share {
  readonly session: SessionShare;
  readonly store: StoredLocks;
  /** By the address of the lock. */
  readonly lockPages: ReadonlyMap<Address, Bytes>;
  readonly records: Signal<readonly LockRecord[]>;
  /** End the claims on room for the links and their page. */
  readonly releases: readonly (() => void)[];
}

export class OnceShares implements PageSource {
  readonly #deps: OnceSharesDeps;
  /** By the address of the page, the newest last. */
  readonly #shares = signal<ReadonlyMap<Address, Share>>(new Map());
  readonly #author: OnceAuthor;
  /** Tells the duplicates of this tab about changes. */
  readonly #duplicates = new BroadcastChannel('once');

  private constructor(deps: OnceSharesDeps) {
    this.#deps = deps;
    this.#author = new OnceAuthor({
      store: {
        read: async (lock) => await this.#shareOf(lock)?.store.read(lock),
        change: async (lock, by) => await this.#shareOf(lock)?.store.change(lock, by),
      },
      now: deps.now,
      send: (lock, body, to) => deps.client.note(lock, body, to),
      onChange: (record) => this.#onChange(record),
    });
    deps.client.subscribe((event) => {
      if (event.type === 'note' && this.answers(event.address)) void this.#receive(event);
    });
    this.#duplicates.addEventListener('message', ({ data }) => void this.#look(data as Address));
  }

  /** With the shares that this tab had before it was loaded again. */
  static async restore(deps: OnceSharesDeps): Promise<OnceShares> {
    const shares = new OnceShares(deps);
    for (const session of sharesHere()) await shares.#restore(session);
    return shares;
  }

  /**
   * Makes the once links of a page and announces them. Resolves once they are on the disk, and rejects with a
   * `SharingProblem` where the browser cannot do that.
   */
  async create(
    page: Address,
    { bytes, key }: Sealed,
    { hints, opens }: OnceSharing,
  ): Promise<void> {
    const id = crypto.randomUUID();
    const session = { page, id, key: newKey(), contentKey: key, hints };
    const store = new StoredLocks({ ...session, now: this.#deps.now });
    const locks = await this.#newLocks(session, bytes.length, opens).catch(saidOfKeys);
    await store.add(locks).catch(saidOfStore);
    nameShare(session);
    this.#add(session, store, locks);
    this.#deps.client.have(...locks.map(({ record }) => record.lock));
  }

  /** The links of a page, in the order of their making; undefined if this tab made none. Reads a signal. */
  linksOf(page: Address): readonly LockRecord[] | undefined {
    return this.#shares.value.get(page)?.records.value;
  }

  /** The key and the hints of a page, for its author. */
  sessionOf(page: Address): SessionShare | undefined {
    return this.#shares.value.get(page)?.session;
  }

  /** The page of a once link that this tab made. */
  pageOf(lock: Address): Address | undefined {
    return this.#shareOf(lock)?.session.page;
  }

  /** True while somebody may still get a key from this tab. */
  get isAwaited(): boolean {
    return [...this.#shares.value.values()].some(({ records }) =>
      records.value.some(({ contentKey }) => contentKey !== undefined),
    );
  }

  /** Deletes the links of a page: from now on they open nothing. */
  async delete(page: Address): Promise<void> {
    const share = this.#shares.peek().get(page);
    if (!share) return;
    this.#forget(share);
    try {
      await share.store.delete();
    } catch (error) {
      console.warn(error); // nobody can read them without their key, and they go within a week
    }
    this.#duplicates.postMessage(page);
  }

  async addresses(): Promise<readonly Address[]> {
    return [...this.#shares.peek().values()]
      .toReversed()
      .flatMap(({ lockPages }) => [...lockPages.keys()]);
  }

  async read(address: Address, from: number, length: number): Promise<PageRange | undefined> {
    const bytes = this.#shareOf(address)?.lockPages.get(address);
    return bytes && { total: bytes.length, bytes: bytes.subarray(from, from + length) };
  }

  answers(address: Address): boolean {
    return this.#shareOf(address) !== undefined;
  }

  async #receive(note: OnceNote): Promise<void> {
    try {
      await this.#author.receive(note);
    } catch (error) {
      console.warn(error); // nothing was released, and the reader asks again
    }
  }

  async #newLocks(
    { page, contentKey, hints }: SessionShare,
    bytes: number,
    { times, people = [] }: Opens,
  ): Promise<readonly StoredLock[]> {
    const each = people.length > 0 ? people.map((person) => ({ person })) : [{}];
    const about = {
      page,
      bytes,
      mediaType: mediaTypeOf(hints),
      ...(hints.name !== undefined && { name: hints.name }),
      contentKey,
      total: times,
      createdAt: this.#deps.now(),
    };
    return await Promise.all(each.map((person) => makeLock({ ...about, ...person })));
  }

  async #restore(session: SessionShare): Promise<void> {
    const store = new StoredLocks({ ...session, now: this.#deps.now });
    try {
      const locks = await store.all();
      if (locks.length > 0) this.#add(session, store, locks);
      else forgetShare(session.page); // the links are too old, or deleted in a duplicate of the tab
    } catch (error) {
      console.warn(error);
    }
  }

  #add(session: SessionShare, store: StoredLocks, locks: readonly StoredLock[]): void {
    const share = {
      session,
      store,
      lockPages: new Map(locks.map(({ record, lockPage }) => [record.lock, lockPage])),
      records: signal(locks.map(({ record }) => record)),
      releases: [holdName(lockNameOf(session.id)), holdPage(session.page)],
    };
    this.#shares.value = new Map([...this.#shares.peek(), [session.page, share]]);
  }

  #forget({ session: { page }, lockPages, releases }: Share): void {
    this.#shares.value = new Map([...this.#shares.peek()].filter(([other]) => other !== page));
    forgetShare(page);
    this.#deps.client.drop(...lockPages.keys());
    for (const release of releases) release();
  }

  #shareOf(lock: Address): Share | undefined {
    return [...this.#shares.peek().values()].find(({ lockPages }) => lockPages.has(lock));
  }

  #onChange(record: LockRecord): void {
    void this.#look(record.page);
    this.#duplicates.postMessage(record.page);
  }

  /** Reads the links of a page again: this tab or a duplicate has changed them. */
  async #look(page: Address): Promise<void> {
    const share = this.#shares.peek().get(page);
    if (!share) return;
    try {
      const locks = await share.store.all();
      if (locks.length === 0) this.#forget(share);
      else share.records.value = locks.map(({ record }) => record);
    } catch (error) {
      console.warn(error); // the screen shows what was known
    }
  }
}

function saidOfKeys(cause: unknown): never {
  const isUnknown = cause instanceof DOMException && cause.name === 'NotSupportedError';
  throw isUnknown ? new SharingProblem(t('once_oldBrowser'), { cause }) : cause;
}

function saidOfStore(cause: unknown): never {
  throw new SharingProblem(t('once_tabNoStore'), { cause });
}
