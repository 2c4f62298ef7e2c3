/**
 * All running fetches. Callers of one address share a want. A want is `queued` until the relay has room and `asked`
 * while the relay owes frames. It is in neither set while its bytes are verified.
 */
import {
  type Address,
  ADDRESSES_PER_MESSAGE,
  type ClientMessage,
  DEFAULT_LIMITS,
  type FrameHeader,
  type Limits,
  type WantFrom,
} from '../protocol/index.ts';
import type { FetchOptions } from './client.ts';
import {
  Download,
  LARGEST_PAGE_BYTES,
  MemorySink,
  type PageBytes,
  type Taken,
  tooLarge,
} from './download.ts';
import { CorruptError, type RefusedError } from './errors.ts';
import type { ClientEvent } from './events.ts';
import { callSafely } from './listeners.ts';
import type { PageSink } from './page-sink.ts';

/** The fetch ends after wrong bytes came this many times. */
const MISMATCHES = 3;

export interface WantsDeps {
  readonly send: (message: ClientMessage) => void;
  readonly emit: (event: ClientEvent) => void;
}

interface Caller {
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
  readonly onProgress: FetchOptions['onProgress'];
}

interface Want {
  readonly address: Address;
  readonly callers: Set<Caller>;
  readonly sink: PageSink;
  readonly download: Download;
  /** The number of times the whole page did not match the address. `corrupt` from the relay does not count. */
  mismatches: number;
}

export class Wants {
  readonly #deps: WantsDeps;
  readonly #wants = new Map<Address, Want>();
  readonly #queued = new Set<Want>();
  readonly #asked = new Set<Want>();
  /** The number of wants that may be asked now: none while disconnected. */
  #room = 0;
  /** The number of wants that the relay allows. */
  #most = 0;
  #pageBytes = DEFAULT_LIMITS.pageBytes;
  /** The first connection wants this page already, but nobody has fetched it yet. */
  #said: Address | undefined;

  /** The first connection wants the address `said` before it is open. */
  constructor(deps: WantsDeps, said?: Address) {
    this.#deps = deps;
    this.#said = said;
  }

  async fetch(address: Address, options: FetchOptions = {}): Promise<PageBytes> {
    options.signal?.throwIfAborted();
    const want = this.#wants.get(address) ?? this.#open(address, new MemorySink(address));
    const { sink } = want;
    if (!(sink instanceof MemorySink)) throw fetchedAlready(address);
    await this.#join(want, options);
    return sink.page;
  }

  async fetchInto(sink: PageSink, address: Address, options: FetchOptions = {}): Promise<void> {
    options.signal?.throwIfAborted();
    if (this.#wants.has(address)) throw fetchedAlready(address);
    await this.#join(this.#open(address, sink), options);
  }

  /** Resolves when the page is whole and verified. */
  async #join(want: Want, { signal, onProgress }: FetchOptions): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const caller = { resolve, reject, onProgress };
    want.callers.add(caller);
    const onAbort = () => {
      reject(signal?.reason);
      this.#leave(want, caller);
    };
    signal?.addEventListener('abort', onAbort);
    this.#ask();
    try {
      await promise;
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }

  onOpen(limits: Limits): void {
    this.#admit(limits);
    if (this.#said) this.#deps.send({ type: 'unwant', address: this.#said });
    this.#said = undefined;
    this.#ask();
  }

  /** The wants that the relay and one `resume` have room for; `onOpen` asks for the rest. */
  onResume(limits: Limits): WantFrom[] {
    this.#admit({ ...limits, wants: Math.min(limits.wants, ADDRESSES_PER_MESSAGE) });
    return this.#takeTurns();
  }

  onLost(): void {
    this.#room = 0;
    this.#most = 0;
    this.#said = undefined;
    const waiting = [...this.#asked, ...this.#queued]; // those already asked keep their turn
    this.#asked.clear();
    this.#queued.clear();
    for (const want of waiting) this.#queued.add(want);
  }

  onFrame(header: FrameHeader, payload: Uint8Array): void {
    const want = this.#wants.get(header.address);
    if (want === undefined || !this.#asked.has(want)) return;
    switch (this.#take(want, header, payload)) {
      case 'failed':
      case 'ignored':
        return;
      case 'conflicting':
        this.#takeBack(want); // the relay has not finished; it must start again
        return this.#onMismatch(want);
      case 'too-large':
        return this.refuse(header.address, tooLarge(header.address, header.total));
      case 'advanced':
        return this.#onAdvance(want, header.total);
      case 'complete':
        return this.#onComplete(want, header.total);
    }
  }

  /** The relay found that the bytes it sent were wrong. Its want stands and starts again from 0. */
  onCorrupt(address: Address): void {
    const want = this.#wants.get(address);
    if (want === undefined || this.#queued.has(want)) return;
    want.download.reset();
    this.#asked.add(want);
    this.#deps.emit({ type: 'corrupt', address });
  }

  /** The relay has no room for this want. It is asked again when another want has ended, or by `repeat`. [B2, B8] */
  putOff(address: Address): void {
    const want = this.#wants.get(address);
    if (want === undefined || !this.#asked.delete(want)) return;
    this.#queued.add(want);
    this.#room = Math.min(this.#room, this.#asked.size);
  }

  /** The relay may now have room for refused wants. */
  repeat(): void {
    this.#room = this.#most;
    this.#ask();
  }

  /** Rejects every fetch of `address`. */
  refuse(address: Address, reason: RefusedError): void {
    const want = this.#wants.get(address);
    if (want !== undefined) this.#end(want, (caller) => caller.reject(reason));
  }

  /** Rejects every fetch. */
  end(reason: Error): void {
    this.#room = 0;
    for (const want of this.#wants.values()) this.#end(want, (caller) => caller.reject(reason));
  }

  #open(address: Address, sink: PageSink): Want {
    const download = new Download(sink);
    const want = { address, callers: new Set<Caller>(), sink, download, mismatches: 0 };
    this.#wants.set(address, want);
    if (address === this.#said) this.#onSaid(want);
    else this.#queued.add(want);
    return want;
  }

  /** The relay has been asked already. */
  #onSaid(want: Want): void {
    this.#said = undefined;
    this.#asked.add(want);
    this.#deps.emit({ type: 'wanted', address: want.address, from: 0 });
  }

  #admit({ wants, pageBytes }: Limits): void {
    this.#room = wants;
    this.#most = wants;
    this.#pageBytes = Math.min(pageBytes, LARGEST_PAGE_BYTES);
  }

  #ask(): void {
    for (const { address, from } of this.#takeTurns())
      this.#deps.send({ type: 'want', address, from });
  }

  /** The wants whose turn it is. The relay owes their frames from here on. */
  #takeTurns(): WantFrom[] {
    const taken: WantFrom[] = [];
    for (const want of this.#queued) {
      if (this.#asked.size >= this.#room) break;
      this.#queued.delete(want);
      this.#asked.add(want);
      const { address, download } = want;
      const from = download.received;
      taken.push({ address, from });
      this.#deps.emit({ type: 'wanted', address, from });
    }
    return taken;
  }

  #takeBack(want: Want): void {
    if (this.#asked.delete(want)) this.#deps.send({ type: 'unwant', address: want.address });
  }

  #leave(want: Want, caller: Caller): void {
    want.callers.delete(caller);
    if (want.callers.size === 0) this.#end(want, () => {});
  }

  #end(want: Want, settle: (caller: Caller) => void): void {
    // An ended want must not remove a later want of the same address.
    if (this.#wants.get(want.address) !== want) return;
    this.#wants.delete(want.address);
    this.#queued.delete(want);
    this.#takeBack(want);
    want.callers.forEach(settle);
    this.#ask();
  }

  /** The effect of a frame; a sink that cannot take it ends the want. */
  #take(want: Want, header: FrameHeader, payload: Uint8Array): Taken | 'failed' {
    try {
      return want.download.take(header, payload, this.#pageBytes);
    } catch (error) {
      this.#end(want, (caller) => caller.reject(error));
      return 'failed';
    }
  }

  #onAdvance({ address, callers, download }: Want, total: number): void {
    const { received } = download;
    this.#deps.emit({ type: 'received', address, received, total });
    for (const { onProgress } of callers) callSafely(() => onProgress?.(received, total));
  }

  #onComplete(want: Want, total: number): void {
    this.#asked.delete(want); // the relay counts it as served
    this.#onAdvance(want, total);
    this.#ask();
    void this.#verify(want, total);
  }

  async #verify(want: Want, total: number): Promise<void> {
    try {
      const matches = await want.download.matches(want.address);
      if (matches) this.#onVerified(want, total);
      else if (matches === false) this.#onMismatch(want);
    } catch (cause) {
      const reason = new Error(`cannot verify ${want.address}`, { cause });
      this.#end(want, (caller) => caller.reject(reason));
    }
  }

  #onVerified(want: Want, total: number): void {
    const { address } = want;
    if (this.#wants.get(address) !== want) return;
    this.#deps.emit({ type: 'verified', address, total });
    this.#end(want, (caller) => caller.resolve());
  }

  #onMismatch(want: Want): void {
    const { address } = want;
    if (this.#wants.get(address) !== want) return;
    want.download.reset();
    want.mismatches++;
    this.#deps.emit({ type: 'corrupt', address });
    if (want.mismatches >= MISMATCHES) {
      const reason = new CorruptError(address);
      return this.#end(want, (caller) => caller.reject(reason));
    }
    if (this.#wants.get(address) === want) this.#queued.add(want); // unless a listener ended it
    this.#ask();
  }
}

function fetchedAlready(address: Address): Error {
  return new Error(`expected one fetch of ${address} at a time`);
}
