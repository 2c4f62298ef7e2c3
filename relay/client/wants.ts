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
import { Download, LARGEST_PAGE_BYTES, type PageBytes } from './download.ts';
import { CorruptError, RefusedError } from './errors.ts';
import type { ClientEvent } from './events.ts';
import { callSafely } from './listeners.ts';
import { addressOf } from './verify.ts';

/** The fetch ends after wrong bytes came this many times. */
const MISMATCHES = 3;

export interface WantsDeps {
  readonly send: (message: ClientMessage) => void;
  readonly emit: (event: ClientEvent) => void;
}

interface Caller {
  readonly resolve: (page: PageBytes) => void;
  readonly reject: (reason: unknown) => void;
  readonly onProgress: FetchOptions['onProgress'];
}

interface Want {
  readonly address: Address;
  readonly callers: Set<Caller>;
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
    const { signal, onProgress } = options;
    signal?.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<PageBytes>();
    const want = this.#wants.get(address) ?? this.#open(address);
    const caller = { resolve, reject, onProgress };
    want.callers.add(caller);
    const onAbort = () => {
      reject(signal?.reason);
      this.#leave(want, caller);
    };
    signal?.addEventListener('abort', onAbort);
    this.#ask();
    try {
      return await promise;
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
    return this.#take();
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
    switch (want.download.take(header, payload, this.#pageBytes)) {
      case 'ignored':
        return;
      case 'conflicting':
        this.#takeBack(want); // the relay has not finished; it must start again
        return this.#onMismatch(want);
      case 'too-large':
        return this.refuse(header.address, tooLarge(header));
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

  #open(address: Address): Want {
    const want = { address, callers: new Set<Caller>(), download: new Download(), mismatches: 0 };
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
    for (const { address, from } of this.#take()) this.#deps.send({ type: 'want', address, from });
  }

  /** The wants whose turn it is. The relay owes their frames from here on. */
  #take(): WantFrom[] {
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

  #onAdvance({ address, callers, download }: Want, total: number): void {
    const { received } = download;
    this.#deps.emit({ type: 'received', address, received, total });
    for (const { onProgress } of callers) callSafely(() => onProgress?.(received, total));
  }

  #onComplete(want: Want, total: number): void {
    this.#asked.delete(want); // the relay counts it as served
    this.#onAdvance(want, total);
    this.#ask();
    const { page } = want.download;
    if (page !== undefined) void this.#verify(want, page);
  }

  async #verify(want: Want, page: PageBytes): Promise<void> {
    try {
      const matches = (await addressOf(page)) === want.address;
      if (matches) this.#onVerified(want, page);
      // If the download began again in the meantime, these bytes no longer matter.
      else if (want.download.page === page) this.#onMismatch(want);
    } catch (cause) {
      const reason = new Error(`cannot verify ${want.address}`, { cause });
      this.#end(want, (caller) => caller.reject(reason));
    }
  }

  #onVerified(want: Want, page: PageBytes): void {
    const { address } = want;
    if (this.#wants.get(address) !== want) return;
    this.#deps.emit({ type: 'verified', address, total: page.length });
    this.#end(want, (caller) => caller.resolve(page));
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

function tooLarge({ address, total }: FrameHeader): RefusedError {
  return new RefusedError('too-large', `the page has ${total} bytes, more than allowed`, address);
}
