import type { FrameHeader } from '../protocol/index.ts';

/** A page, or the bytes of it that came so far. */
export type PageBytes = Uint8Array<ArrayBuffer>;

/** The largest page that a client accepts, whatever its relay allows. */
export const LARGEST_PAGE_BYTES = 256 * 1024 * 1024;

type Progress =
  | { readonly state: 'empty' }
  | { readonly state: 'filling'; readonly page: PageBytes; received: number };

/**
 * The effect of a frame. `ignored`: it is not the next frame, for example after a want was taken back and made again.
 * `conflicting`: it states another page length than the earlier frames.
 */
export type Taken = 'ignored' | 'conflicting' | 'too-large' | 'advanced' | 'complete';

/** Puts one page together from frames in order. */
export class Download {
  #progress: Progress = { state: 'empty' };

  /** The number of bytes that came without a gap from the start. */
  get received(): number {
    return this.#progress.state === 'empty' ? 0 : this.#progress.received;
  }

  /** The memory for the whole page. */
  get page(): PageBytes | undefined {
    return this.#progress.state === 'empty' ? undefined : this.#progress.page;
  }

  reset(): void {
    this.#progress = { state: 'empty' };
  }

  take({ offset, total, length }: FrameHeader, payload: Uint8Array, pageBytes: number): Taken {
    const at = this.received;
    // A frame may begin before the byte reached: a reader that resumes may join a transfer with other frame borders.
    if (offset > at || offset + length <= at) return 'ignored';
    if (this.#progress.state === 'empty') {
      const page = total > pageBytes ? undefined : allocate(total);
      if (page === undefined) return 'too-large';
      this.#progress = { state: 'filling', page, received: 0 };
    }
    const { page } = this.#progress;
    if (total !== page.length) return 'conflicting';
    page.set(payload.subarray(at - offset), at);
    this.#progress.received = offset + length;
    return this.#progress.received === total ? 'complete' : 'advanced';
  }
}

function allocate(length: number): PageBytes | undefined {
  try {
    return new Uint8Array(length);
  } catch {
    return undefined; // not enough memory for the page: the caller refuses it
  }
}
