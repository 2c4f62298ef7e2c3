/**
 * Answers the relay's requests from the page source, on one connection. It answers requests for one address in order.
 * Addresses take turns, several at a time, so that none waits for another's slow read. The bytes waiting on the socket
 * stay bounded for any requests.
 */
import {
  type Address,
  type Cancel,
  encodeFrame,
  OWED_BYTES,
  REQUEST_BYTES,
  type Request,
} from '../protocol/index.ts';
import type { ClientEvent } from './events.ts';
import type { PageRange, PageSource } from './page-source.ts';
import type { Schedule } from './socket.ts';

/** The most bytes that may wait on the socket. */
const QUEUE_BYTES = 1024 * 1024;
/** The pause before it looks at a full socket again. WebSockets do not say when they have drained. */
const LOOK_AGAIN_MS = 10;
/** The number of addresses served at a time. Each keeps up to `REQUEST_BYTES` in memory. */
const LANES = 8;
/** A waiting request counts as at least this many bytes. Otherwise a million requests for one byte each could wait. */
const REQUEST_MIN_BYTES = 1024;

export interface RangeServerDeps {
  readonly pages: PageSource;
  readonly frameBytes: number;
  readonly schedule: Schedule;
  readonly send: (frame: Uint8Array<ArrayBuffer>) => void;
  readonly queuedBytes: () => number;
  /** Tells the relay that no more bytes of a range come. */
  readonly cancelled: (range: Omit<Cancel, 'type'>) => void;
  /** Tells the relay that this client does not hold a page. */
  readonly drop: (address: Address) => void;
  readonly emit: (event: ClientEvent) => void;
}

/** A request in progress. */
interface Serving {
  readonly request: Request;
  isCancelled: boolean;
}

type Range = Omit<Request, 'type'>;

function isSame(one: Range, other: Range): boolean {
  return one.from === other.from && one.length === other.length;
}

/** The bytes that a waiting request counts. A single request is always accepted. */
function countOf({ length }: Range): number {
  return Math.min(OWED_BYTES, Math.max(REQUEST_MIN_BYTES, length));
}

export class RangeServer {
  readonly #deps: RangeServerDeps;
  /** The requests of each address. The address whose turn is next stands first. */
  readonly #waiting = new Map<Address, Request[]>();
  /** The request in progress of each address. */
  readonly #served = new Map<Address, Serving>();
  #waitingBytes = 0;
  #isStopped = false;
  #full: { readonly look: () => void; readonly drained: Promise<void> } | undefined;

  constructor(deps: RangeServerDeps) {
    this.#deps = deps;
  }

  request(request: Request): void {
    const waitingBytes = this.#waitingBytes + countOf(request);
    // A relay asks for no more at a time, and asks another seeder if this one does not answer. [T12]
    if (this.#isStopped || waitingBytes > OWED_BYTES) return;
    const requests = this.#waiting.get(request.address) ?? [];
    if (requests.some((one) => isSame(one, request))) return; // one answer serves both [H7]
    requests.push(request);
    this.#waiting.set(request.address, requests);
    this.#waitingBytes = waitingBytes;
    this.#serveNext();
    this.#full?.look(); // timers are slow in hidden tabs
  }

  /** Nobody needs the rest of a range. [H8] */
  cancel({ address, from, length }: Cancel): void {
    const range = { address, from, length };
    const serving = this.#served.get(address);
    const requests = this.#waiting.get(address) ?? [];
    const left = requests.filter((one) => !isSame(one, range));
    if (left.length < requests.length) {
      this.#waitingBytes -= (requests.length - left.length) * countOf(range);
      if (left.length > 0) this.#waiting.set(address, left);
      else this.#waiting.delete(address);
    } else if (serving && isSame(serving.request, range)) {
      serving.isCancelled = true;
      return this.#full?.look(); // it answers after the last frame was sent
    } else return;
    this.#deps.cancelled(range);
  }

  /** Sends nothing from now on. */
  stop(): void {
    this.#isStopped = true;
    this.#waiting.clear();
    this.#full?.look();
  }

  #serveNext(): void {
    for (const [address, requests] of this.#waiting) {
      if (this.#served.size >= LANES) return;
      if (this.#served.has(address)) continue;
      this.#waiting.delete(address);
      const request = requests.shift();
      if (request === undefined) continue;
      if (requests.length > 0) this.#waiting.set(address, requests);
      this.#waitingBytes -= countOf(request);
      const serving = { request, isCancelled: false };
      this.#served.set(address, serving);
      void this.#serve(serving);
    }
  }

  async #serve(serving: Serving): Promise<void> {
    const { address, from, length } = serving.request;
    try {
      await this.#answer(serving, from, length);
      if (serving.isCancelled && !this.#isStopped) this.#deps.cancelled({ address, from, length });
    } catch (error) {
      this.#onUnreadable(address, String(error));
    }
    this.#served.delete(address);
    this.#serveNext();
  }

  #onUnreadable(address: Address, why: string): void {
    if (this.#isStopped) return;
    const message = `cannot read the page: ${why}`;
    this.#deps.drop(address);
    this.#deps.emit({ type: 'refused', code: 'unreadable', message, address });
  }

  async #answer(serving: Serving, from: number, length: number): Promise<void> {
    const { address } = serving.request;
    for (let at = from, end = from + length; at < end;) {
      const range = await this.#read(address, at, Math.min(end - at, REQUEST_BYTES));
      if (this.#isOver(serving)) return;
      if (range === undefined) return this.#deps.drop(address);
      // The relay learns the page's length from the frame with its last byte.
      if (from >= range.total) return this.#answer(serving, range.total - 1, 1);
      if (!(await this.#sendAll(serving, at, range))) return;
      at += range.bytes.length;
      end = Math.min(end, range.total);
      if (at >= end) this.#deps.emit({ type: 'served', address, from, length: end - from });
    }
  }

  #isOver({ isCancelled }: Serving): boolean {
    return this.#isStopped || isCancelled;
  }

  async #read(address: Address, from: number, length: number): Promise<PageRange | undefined> {
    const range = await this.#deps.pages.read(address, from, length);
    if (range === undefined) return undefined;
    const { total } = range;
    const bytes = range.bytes.subarray(0, Math.min(length, Math.max(0, total - from)));
    if (total < 1 || (bytes.length === 0 && from < total)) {
      throw new Error(`expected bytes at ${from} of ${total}, got none`);
    }
    return { total, bytes };
  }

  /**
   * Sends `range`, which begins at `from`, at the pace of the socket. Returns false if it is stopped before the end.
   */
  async #sendAll(serving: Serving, from: number, { total, bytes }: PageRange): Promise<boolean> {
    const { frameBytes, send, queuedBytes } = this.#deps;
    const { address } = serving.request;
    for (let at = 0; at < bytes.length; at += frameBytes) {
      const payload = bytes.subarray(at, at + frameBytes);
      while (!this.#isOver(serving) && queuedBytes() + payload.length > QUEUE_BYTES)
        await this.#drained();
      if (this.#isOver(serving)) return false;
      send(encodeFrame(address, from + at, total, payload));
    }
    return true;
  }

  /** Resolves when it is time to look at the socket again. One timer serves all who wait. */
  #drained(): Promise<void> {
    if (this.#full === undefined) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const cancel = this.#deps.schedule(() => this.#full?.look(), LOOK_AGAIN_MS);
      const look = () => {
        cancel();
        this.#full = undefined;
        resolve();
      };
      this.#full = { look, drained: promise };
    }
    return this.#full.drained;
  }
}
