import type { Address, FrameHeader } from '../protocol/index.ts';
import { RefusedError } from './errors.ts';
import type { PageSink } from './page-sink.ts';
import { addressOf } from './verify.ts';

/** A page, or the bytes of it that came so far. */
export type PageBytes = Uint8Array<ArrayBuffer>;

/** The largest page that a client accepts, whatever its relay allows. */
export const LARGEST_PAGE_BYTES = 256 * 1024 * 1024;

/**
 * The effect of a frame. `ignored`: it is not the next frame, for example after a want was taken back and made again.
 * `conflicting`: it states another page length than the earlier frames.
 */
export type Taken = 'ignored' | 'conflicting' | 'too-large' | 'advanced' | 'complete';

/** Puts one page together from frames in order. */
export class Download {
  readonly #sink: PageSink;
  #total: number | undefined;
  /** The number of times that it began again. */
  #round = 0;

  constructor(sink: PageSink) {
    this.#sink = sink;
  }

  /** The number of bytes that came without a gap from the start. */
  get received(): number {
    return this.#sink.received;
  }

  reset(): void {
    this.#round += 1;
    this.#total = undefined;
    this.#sink.reset();
  }

  /** Throws what the sink throws. */
  take({ offset, total, length }: FrameHeader, payload: Uint8Array, pageBytes: number): Taken {
    const at = this.received;
    // The bytes of an earlier program may be those of no page.
    if (this.#total === undefined && at > 0 && total <= at) return 'conflicting';
    // A frame may begin before the byte reached: a reader that resumes may join a transfer with other frame borders.
    if (offset > at || offset + length <= at) return 'ignored';
    if (this.#total === undefined && total > pageBytes) return 'too-large';
    this.#total ??= total;
    if (total !== this.#total) return 'conflicting';
    this.#sink.write(payload.subarray(at - offset), total);
    return offset + length === total ? 'complete' : 'advanced';
  }

  /** Undefined if it began again in the meantime: these bytes no longer matter. */
  async matches(address: Address): Promise<boolean | undefined> {
    const round = this.#round;
    const matches = (await this.#sink.address()) === address;
    return round === this.#round ? matches : undefined;
  }
}

/** A page in memory. */
export class MemorySink implements PageSink {
  readonly #address: Address;
  #page: PageBytes = new Uint8Array();
  received = 0;

  constructor(address: Address) {
    this.#address = address;
  }

  /** The memory for the whole page. */
  get page(): PageBytes {
    return this.#page;
  }

  write(bytes: Uint8Array, total: number): void {
    if (this.received === 0) this.#page = this.#allocate(total);
    this.#page.set(bytes, this.received);
    this.received += bytes.length;
  }

  reset(): void {
    this.#page = new Uint8Array();
    this.received = 0;
  }

  async address(): Promise<Address> {
    return await addressOf(this.#page);
  }

  #allocate(length: number): PageBytes {
    try {
      return new Uint8Array(length);
    } catch {
      throw tooLarge(this.#address, length); // not enough memory for the page
    }
  }
}

export function tooLarge(address: Address, total: number): RefusedError {
  return new RefusedError('too-large', `the page has ${total} bytes, more than allowed`, address);
}
