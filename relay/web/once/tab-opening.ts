/**
 * The reading of one once link in this tab: lock and page are fetched first, then a person may press Open. Neither the
 * page nor its key leaves the memory of the tab, and the page is uploaded to nobody.
 */
import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Client } from '../../client/client.ts';
import type { ClientEvent, ConnectionState } from '../../client/events.ts';
import {
  type Lock,
  OnceReader,
  type OnceState as ReaderState,
  openLock,
} from '../../client/once/index.ts';
import { scheduleTimeout } from '../../client/socket.ts';
import type { Link } from '../../protocol/link.ts';
import type { OnceOpening, OpeningProblem } from '../../words/once-opening.ts';
import { problemOf } from '../../words/reading-problems.ts';
import { arrivingBy, type Progress } from '../../words/reading.ts';
import { type Settled, settledBy } from './settled-opening.ts';
import { type EarlierOpening, StoredReadings } from './stored-readings.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export interface TabOpeningDeps {
  readonly client: Client;
  readonly link: Link;
  /** The page that the link leads to. */
  readonly lockPage: Promise<Bytes>;
  /** Resolves when the tab is visible. */
  readonly visible: () => Promise<void>;
  /** Unix milliseconds. */
  readonly now: () => number;
}

export class TabOpening {
  readonly state: ReadonlySignal<OnceOpening>;
  readonly #deps: TabOpeningDeps;
  readonly #connection: Signal<ConnectionState>;
  readonly #settled = signal<Settled | undefined>(undefined);
  /** Of the author's browser: the only one that has the lock. */
  readonly #holders = signal<number | undefined>(undefined);
  readonly #progress = signal<Progress | undefined>(undefined);
  /** The origins of relays where the author's browser may be. */
  readonly #relays = signal<readonly string[]>([]);
  readonly #leaving = new AbortController();
  readonly #unsubscribe: readonly (() => void)[];
  #reader: OnceReader | undefined;
  /** A person has pressed *Open again*, and the receipt of the earlier opening may not be in yet. */
  #isPressedAgain = false;

  constructor(deps: TabOpeningDeps) {
    const { client, link } = deps;
    this.#deps = deps;
    this.#connection = signal(client.connection);
    this.state = computed(() => this.#settled.value ?? this.#arriving());
    this.#unsubscribe = [
      client.subscribe((event) => this.#onEvent(event)),
      client.watch(link.address, (count) => this.#onCount(count)),
    ];
    this.#onConnection(client.connection);
    void this.#start();
  }

  get connection(): ReadonlySignal<ConnectionState> {
    return this.#connection;
  }

  /** The link with all relays where the author's browser may be. */
  get link(): Link {
    const { link } = this.#deps;
    return { ...link, relays: [...new Set([...link.relays, ...this.#relays.value])] };
  }

  /** A person has pressed *Open*. */
  async open(): Promise<void> {
    const { state } = this.#settled.peek() ?? {};
    if (state === 'left') await this.#pressAgain();
    else await this.#ask();
  }

  /** The page is on the screen. */
  async received(): Promise<void> {
    try {
      await this.#reader?.received();
    } catch (error) {
      console.warn(error); // the receipt is lost with the tab: the author sees that the key was given
    }
  }

  /** Ends the reading. The page, its key and what came of it go with this object. */
  stop(): void {
    this.#leaving.abort();
    this.#reader?.close();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#settled.value = undefined;
  }

  async #start(): Promise<void> {
    const { link, now } = this.#deps;
    const { capability } = link;
    if (!capability) return this.#fail({ reason: 'bad-capability' });
    // The author's browser has deleted the page, so that nobody would ever answer.
    if ((link.expires ?? Infinity) * 1_000 <= now()) return this.#fail({ reason: 'expired' });
    const store = new StoredReadings({ capability, now });
    const earlier = await earlierIn(store);
    if (earlier) this.#settled.value = { state: 'left', at: earlier.at };
    if (!earlier) await this.#prepare(store, (lock) => this.#fetch(lock));
    // A receipt that the author's browser has not confirmed is sent again, and needs no page.
    else if (!earlier.isConfirmed) await this.#prepare(store, async () => new Uint8Array());
  }

  /** The receipt of the earlier opening goes first: until the author's browser has it, these keys ask for nothing else. */
  async #pressAgain(): Promise<void> {
    const { link, now } = this.#deps;
    const { capability } = link;
    if (!capability) return;
    this.#isPressedAgain = true;
    const earlier = await earlierIn(new StoredReadings({ capability, now }));
    if (!this.#isPressedAgain) return;
    if (earlier?.isConfirmed === false) this.#settled.value = { state: 'asking' };
    else await this.#onGone();
  }

  /** This browser has no keys for the link any more. */
  async #onGone(): Promise<void> {
    if (!this.#isPressedAgain) return;
    this.#isPressedAgain = false;
    await this.#openAgain();
  }

  /** As a reader with other keys: it uses up another opening of the link, if there is one. */
  async #openAgain(): Promise<void> {
    const { link, now } = this.#deps;
    const { capability } = link;
    if (!capability) return;
    this.#reader?.close();
    this.#settled.value = undefined;
    await this.#prepare(new StoredReadings({ capability, now }), (lock) => this.#fetch(lock));
    await this.#ask();
  }

  /** Gets lock and page, and stores the reader's keys. After that, the person can ask. */
  async #prepare(store: StoredReadings, pageOf: (lock: Lock) => Promise<Bytes>): Promise<void> {
    const { capability = new Uint8Array() } = this.#deps.link;
    try {
      const lock = await openLock(await this.#deps.lockPage, capability);
      if (typeof lock === 'string') return this.#fail({ reason: lock });
      this.#relays.value = lock.relays;
      const page = await pageOf(lock);
      // A reader who has asked before asks again at once. In a restored tab, nobody may look at the answer.
      await this.#deps.visible();
      if (!this.#leaving.signal.aborted) await this.#begin(store, lock, page);
    } catch (error) {
      if (!this.#leaving.signal.aborted) this.#fail(problemOf(error));
    }
  }

  async #fetch(lock: Lock): Promise<Bytes> {
    return await this.#deps.client.fetch(lock.page, {
      signal: this.#leaving.signal,
      onProgress: (received, total) => (this.#progress.value = { received, total }),
    });
  }

  async #begin(store: StoredReadings, lock: Lock, page: Bytes): Promise<void> {
    const { client, link, now } = this.#deps;
    const { address, capability = new Uint8Array() } = link;
    let latest = Promise.resolve();
    const begun = await OnceReader.begin({
      address,
      lock,
      capability,
      store: {
        read: (at) => store.read(at),
        write: (reading) => store.write(reading),
        delete: async () => {
          await store.delete();
          void this.#onGone();
        },
      },
      now,
      random: Math.random,
      schedule: scheduleTimeout,
      send: (body, to) => client.note(address, body, to),
      onState: (state) => {
        latest = latest.then(() => this.#onState(state, lock, page));
      },
    }).catch(problemOfKeys);
    if (typeof begun === 'string') return this.#fail({ reason: begun });
    if (this.#leaving.signal.aborted) return begun.close();
    this.#reader?.close();
    this.#reader = begun;
    await latest;
  }

  async #ask(): Promise<void> {
    try {
      await this.#reader?.open();
    } catch (error) {
      console.warn(error);
      this.#fail({ reason: 'no-store' }); // nothing was asked
    }
  }

  async #onState(state: ReaderState, lock: Lock, page: Bytes): Promise<void> {
    // What is on the screen stays there, whatever comes of its receipt.
    if (this.#settled.peek()?.state === 'opened' || this.#leaving.signal.aborted) return;
    const settled = await settledBy(state, lock, page);
    if (this.#isPressedAgain && settled?.state === 'left') return; // it goes on by itself
    if (settled && !this.#leaving.signal.aborted) this.#settled.value = settled;
  }

  #fail(problem: OpeningProblem): void {
    this.#settled.value = { state: 'failed', problem };
  }

  #arriving(): OnceOpening {
    const arriving = arrivingBy({
      isConnected: this.#connection.value.state === 'open',
      holders: this.#holders.value,
      heldAt: undefined,
      progress: this.#progress.value,
    });
    return { state: 'arriving', arriving };
  }

  #onCount(count: number): void {
    this.#holders.value = count;
    this.#reader?.counted(count);
  }

  #onConnection(connection: ConnectionState): void {
    this.#connection.value = connection;
    // A count from a lost connection says nothing about now.
    if (connection.state !== 'open') this.#holders.value = undefined;
    else if (connection.takesNotes) this.#reader?.hurry();
    else if (this.#isWaiting) this.#fail({ reason: 'old-relay' });
  }

  /** True while something still has to come of the link. */
  get #isWaiting(): boolean {
    const { state = 'arriving' } = this.#settled.peek() ?? {};
    return state === 'arriving' || state === 'ready' || state === 'asking' || state === 'away';
  }

  async #receive(from: string, body: Uint8Array): Promise<void> {
    try {
      await this.#reader?.receive(from, body);
    } catch (error) {
      console.warn(error); // like a note that was lost: the reader asks again
    }
  }

  #onEvent(event: ClientEvent): void {
    const { address } = this.#deps.link;
    switch (event.type) {
      case 'connection':
        this.#onConnection(event.connection);
        break;
      case 'note':
        if (event.address === address) void this.#receive(event.from, event.body);
        break;
      case 'refused':
        if (event.address === address) this.#reader?.refused(event.code);
        break;
      default:
    }
  }
}

async function earlierIn(store: StoredReadings): Promise<EarlierOpening | undefined> {
  try {
    return await store.earlier();
  } catch {
    return undefined; // a browser that stores nothing is told later, where the keys cannot be stored
  }
}

/** The keys could not be made, or not be stored. */
function problemOfKeys(error: unknown): OpeningProblem['reason'] {
  console.warn(error);
  const isUnknown = error instanceof DOMException && error.name === 'NotSupportedError';
  return isUnknown ? 'old-browser' : 'no-store';
}
