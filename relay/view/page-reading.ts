/** Turns a client and a link into signals that a screen can draw. Knows nothing of screens or storage. */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Client } from '../client/client.ts';
import type { ClientEvent, ConnectionState } from '../client/events.ts';
import type { FoundLink } from '../protocol/find-link.ts';
import type { Link } from '../protocol/link.ts';
import { type ActivityEntry, noteActivity } from '../client/activity.ts';
import { OpenedPage } from './opened-page.ts';
import type { Tried } from './pasted-key.ts';
import { problemOf } from '../words/reading-problems.ts';
import { arrivingBy, type Progress, type Reading } from '../words/reading.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export interface PageReadingDeps {
  readonly client: Client;
  readonly link: Link;
  /** `true` if the link had a key that is cut off or too long; `link` has no key then. */
  readonly isKeyDamaged?: boolean;
  /** The page's bytes, where this browser holds them already: then nothing is fetched. */
  readonly held?: Bytes | undefined;
  /**
   * Called once with the bytes of a fetched page, as they travelled, when it is on the screen: store it, then announce
   * it. A locked page is kept by this reading alone: its reader cannot know what they would upload.
   */
  readonly onReadable: (bytes: Bytes) => void;
  /** `true` if this browser can hash. A browser that cannot hash fetches nothing. */
  readonly canVerify: boolean;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** The readings that end a search without a page. */
type End = Extract<Reading, { state: 'cancelled' | 'failed' }>;

/** One page being read, and watched for as long as it is on a screen. End it with `stop`. */
export class PageReading {
  readonly reading: ReadonlySignal<Reading>;
  readonly #deps: PageReadingDeps;
  readonly #end = signal<End | undefined>(undefined);
  readonly #progress = signal<Progress | undefined>(undefined);
  /** The page, once its bytes are here. */
  readonly #opened = signal<OpenedPage | undefined>(undefined);
  readonly #holders = signal<number | undefined>(undefined);
  #heldAt: number | undefined;
  readonly #connection;
  readonly #activity = signal<readonly ActivityEntry[]>([]);
  #fetching = new AbortController();
  readonly #unsubscribe: readonly (() => void)[];

  constructor(deps: PageReadingDeps) {
    const { client, link } = deps;
    this.#deps = deps;
    this.#connection = signal(client.connection);
    this.reading = computed(
      () => this.#opened.value?.reading.value ?? this.#end.value ?? this.#arriving(),
    );
    this.#note({ type: 'connection', connection: client.connection });
    this.#unsubscribe = [
      client.subscribe((event) => this.#onEvent(event)),
      client.watch(link.address, (count) => this.#onCount(count)),
    ];
    this.#start();
  }

  /** The opened link: with its hints, and with a key that was pasted. */
  get found(): FoundLink {
    const { link, isKeyDamaged = false } = this.#deps;
    return this.#opened.value?.found.value ?? { link, isKeyDamaged };
  }

  /** The number of holders; undefined while the relay has sent no count. */
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

  /** Takes the want back; a page that is here stays. */
  cancel(): void {
    if (this.#opened.value || this.#end.value) return;
    this.#fetching.abort();
    this.#end.value = { state: 'cancelled' };
  }

  /** Starts over after a failure or a cancellation. */
  retry(): void {
    if (!['failed', 'cancelled'].includes(this.reading.value.state)) return;
    this.#opened.value = undefined;
    this.#end.value = undefined;
    this.#start();
  }

  /** Tries a pasted key on a locked page. Undefined while the page is not here. */
  async tryKey(pasted: string): Promise<Tried | undefined> {
    return this.#opened.value?.tryKey(pasted);
  }

  /** Shows the bytes of a locked page as they are. */
  showAsIs(): void {
    this.#opened.value?.showAsIs();
  }

  /** Takes the want and the watch back; the signals keep their last values. */
  stop(): void {
    this.#fetching.abort();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }

  #start(): void {
    const { held, canVerify } = this.#deps;
    this.#progress.value = undefined;
    if (held) this.#open(held);
    else if (!canVerify) this.#end.value = { state: 'failed', problem: { reason: 'no-webcrypto' } };
    else void this.#fetch();
  }

  async #fetch(): Promise<void> {
    const { client, link, onReadable } = this.#deps;
    this.#fetching = new AbortController();
    const { signal } = this.#fetching;
    try {
      const bytes = await client.fetch(link.address, {
        signal,
        onProgress: (received, total) => {
          if (!signal.aborted) this.#progress.value = { received, total };
        },
      });
      if (signal.aborted) return;
      await this.#open(bytes).shown;
      if (!signal.aborted) onReadable(bytes);
    } catch (error) {
      if (!signal.aborted) this.#end.value = { state: 'failed', problem: problemOf(error) };
    }
  }

  #open(bytes: Bytes): OpenedPage {
    const { link, isKeyDamaged = false } = this.#deps;
    const page = new OpenedPage(bytes, { link, isKeyDamaged });
    this.#opened.value = page;
    return page;
  }

  #arriving(): Reading {
    return arrivingBy({
      isConnected: this.#connection.value.state === 'open',
      holders: this.#holders.value,
      heldAt: this.#heldAt,
      progress: this.#progress.value,
    });
  }

  #onCount(count: number): void {
    if (count > 0) this.#heldAt = this.#deps.now();
    this.#holders.value = count;
  }

  #onEvent(event: ClientEvent): void {
    this.#note(event);
    if (event.type === 'connection') {
      this.#connection.value = event.connection;
      // A count from before the connection was lost says nothing about now.
      if (event.connection.state !== 'open') this.#holders.value = undefined;
    }
    if (event.type === 'corrupt' && event.address === this.#deps.link.address) {
      this.#progress.value = undefined; // the bytes so far were wrong, and are wanted again from 0
    }
  }

  #note(event: ClientEvent): void {
    const { link, now } = this.#deps;
    const happening = { event, at: now() };
    this.#activity.value = noteActivity(this.#activity.value, link.address, happening);
  }
}
