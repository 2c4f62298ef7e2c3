/** Turns a client and a link into signals that a screen can draw. Knows nothing of screens or storage. */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Client } from '../client/client.ts';
import type { ClientEvent, ConnectionState } from '../client/events.ts';
import type { Link } from '../protocol/link.ts';
import { type ActivityEntry, noteActivity } from '../client/activity.ts';
import { isLock, lockOfDamagedKey, openPage, openPublic, pageOf } from './open-page.ts';
import { type Tried, tryPasted } from './pasted-key.ts';
import { problemOf } from '../words/reading-problems.ts';
import type { Lock, Page, Reading } from '../words/reading.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export interface PageReadingDeps {
  readonly client: Client;
  readonly link: Link;
  /** Whether `link` is what is left of one whose key is damaged. */
  readonly isKeyDamaged?: boolean;
  /** The page's bytes, where they are held here already: then nothing is fetched. */
  readonly held?: Bytes | undefined;
  /** Called once with a page that was fetched and verified, as it travelled: store it, then announce it. */
  readonly onFetched: (bytes: Bytes) => void;
  /** Whether this browser can hash; where it cannot, nothing is fetched. */
  readonly canVerify: boolean;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** The steps of a reading that are its own; the rest follows from connection and holders. */
type Step =
  | { readonly state: 'waiting' }
  | Extract<Reading, { state: 'receiving' | 'cancelled' | 'opening' | 'shown' | 'failed' }>
  | { readonly state: 'locked'; readonly lock: Lock; readonly bytes: Bytes };

/** One page being read, and watched for as long as it is on a screen. End it with `stop`. */
export class PageReading {
  readonly reading: ReadonlySignal<Reading>;
  readonly #deps: PageReadingDeps;
  readonly #step = signal<Step>({ state: 'waiting' });
  readonly #holders = signal<number | undefined>(undefined);
  readonly #connection;
  readonly #activity = signal<readonly ActivityEntry[]>([]);
  #fetching = new AbortController();
  readonly #unsubscribe: readonly (() => void)[];

  constructor(deps: PageReadingDeps) {
    const { client, link } = deps;
    this.#deps = deps;
    this.#connection = signal(client.connection);
    this.reading = computed(() =>
      readingOf(this.#step.value, this.#connection.value, this.#holders.value),
    );
    this.#note({ type: 'connection', connection: client.connection });
    this.#unsubscribe = [
      client.subscribe((event) => this.#onEvent(event)),
      client.watch(link.address, (count) => (this.#holders.value = count)),
    ];
    this.#start();
  }

  /** How many hold the page; undefined while that is not known. */
  get holders(): ReadonlySignal<number | undefined> {
    return this.#holders;
  }

  get connection(): ReadonlySignal<ConnectionState> {
    return this.#connection;
  }

  /** Oldest first, at most `ACTIVITY_LIMIT`. */
  get activity(): ReadonlySignal<readonly ActivityEntry[]> {
    return this.#activity;
  }

  /** Takes the want back; a page that is shown stays. */
  cancel(): void {
    if (!['waiting', 'receiving'].includes(this.#step.value.state)) return;
    this.#fetching.abort();
    this.#step.value = { state: 'cancelled' };
  }

  /** Starts over after a failure, or once cancelled. */
  retry(): void {
    if (!['failed', 'cancelled'].includes(this.#step.value.state)) return;
    this.#step.value = { state: 'waiting' };
    this.#start();
  }

  /** What comes of a key that was pasted for a page that is locked. */
  async tryKey(pasted: string): Promise<Tried | undefined> {
    const step = this.#step.value;
    return step.state === 'locked' ? tryPasted(this.#deps.link, step.bytes, pasted) : undefined;
  }

  /** Shows a page that is locked as it travelled. */
  showAsIs(): void {
    const step = this.#step.value;
    if (step.state !== 'locked') return;
    this.#step.value = { state: 'shown', page: pageOf(this.#deps.link, step.bytes) };
  }

  /** Takes the want and the watch back; the signals keep their last values. */
  stop(): void {
    this.#fetching.abort();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }

  #start(): void {
    const { held, canVerify } = this.#deps;
    if (held) this.#open(held);
    else if (!canVerify)
      this.#step.value = { state: 'failed', problem: { reason: 'no-webcrypto' } };
    else void this.#fetch();
  }

  async #fetch(): Promise<void> {
    const { client, link } = this.#deps;
    this.#fetching = new AbortController();
    const { signal } = this.#fetching;
    try {
      const bytes = await client.fetch(link.address, {
        signal,
        onProgress: (received, total) => {
          if (!signal.aborted) this.#step.value = { state: 'receiving', received, total };
        },
      });
      if (signal.aborted) return;
      this.#deps.onFetched(bytes);
      this.#open(bytes);
    } catch (error) {
      if (!signal.aborted) this.#step.value = { state: 'failed', problem: problemOf(error) };
    }
  }

  #open(bytes: Bytes): void {
    const { link, isKeyDamaged } = this.#deps;
    if (link.key) void this.#unseal(bytes);
    else this.#show(bytes, isKeyDamaged ? lockOfDamagedKey(bytes) : openPublic(link, bytes));
  }

  async #unseal(bytes: Bytes): Promise<void> {
    const { signal } = this.#fetching;
    this.#step.value = { state: 'opening' };
    try {
      const opened = await openPage(this.#deps.link, bytes);
      if (!signal.aborted) this.#show(bytes, opened);
    } catch (error) {
      if (!signal.aborted) this.#step.value = { state: 'failed', problem: problemOf(error) };
    }
  }

  #show(bytes: Bytes, opened: Page | Lock): void {
    this.#step.value = isLock(opened)
      ? { state: 'locked', lock: opened, bytes }
      : { state: 'shown', page: opened };
  }

  #onEvent(event: ClientEvent): void {
    this.#note(event);
    if (event.type === 'connection') {
      this.#connection.value = event.connection;
      // A count from before the connection was lost says nothing about now.
      if (event.connection.state !== 'open') this.#holders.value = undefined;
    }
    if (event.type === 'corrupt' && event.address === this.#deps.link.address) this.#forget();
  }

  /** The bytes so far were wrong and are wanted again from 0. */
  #forget(): void {
    if (this.#step.value.state === 'receiving') this.#step.value = { state: 'waiting' };
  }

  #note(event: ClientEvent): void {
    const { link, now } = this.#deps;
    const happening = { event, at: now() };
    this.#activity.value = noteActivity(this.#activity.value, link.address, happening);
  }
}

function readingOf(step: Step, connection: ConnectionState, holders: number | undefined): Reading {
  if (step.state === 'locked') return { state: 'locked', lock: step.lock };
  if (step.state !== 'waiting') return step;
  if (connection.state !== 'open') return { state: 'connecting' };
  if (holders === 0) return { state: 'absent' };
  return { state: 'looking', ...(holders !== undefined && { holders }) };
}
