/** The worker's side of sealing: reads and seals files, and posts one part after the other. */
import type { Address } from '../../protocol/address.ts';
import {
  BundleError,
  type BundleFile,
  contentBytes,
  publicBundle,
  sealBundle,
  UnreadableFileError,
} from '../../client/bundle/index.ts';
import type { BegunShare, FinishedBundle } from './part-sink.ts';

/** The page's messages to the worker. */
export type SealingWish =
  | ({ readonly type: 'seal'; readonly files: readonly BundleFile[] } & Omit<BegunShare, 'id'>)
  /** The page has stored this part. Two parts at most are on their way to it. */
  | { readonly type: 'stored'; readonly index: number };

/** The worker's messages to the page. */
export type SealingNews =
  | {
      readonly type: 'part';
      readonly index: number;
      readonly address: Address;
      readonly page: ArrayBuffer;
    }
  | { readonly type: 'sealed'; readonly bundle: FinishedBundle }
  | { readonly type: 'failed'; readonly failure: SealingFailure };

export type SealingFailure =
  | { readonly why: 'unreadable'; readonly path: string }
  /** There are more files, bytes or names than a bundle can have. */
  | { readonly why: 'too-large' }
  | { readonly why: 'unexpected'; readonly message: string };

type Bytes = Uint8Array<ArrayBuffer>;

/** The memory in `transferred` belongs to the page from then on. */
type PostNews = (news: SealingNews, transferred: Transferable[]) => void;

/** One run of the worker. */
export class Sealing {
  readonly #post: PostNews;
  readonly #waiting = new Map<number, () => void>();

  constructor(post: PostNews) {
    this.#post = post;
  }

  receive(wish: SealingWish): void {
    if (wish.type === 'seal') return void this.#seal(wish);
    this.#waiting.get(wish.index)?.();
    this.#waiting.delete(wish.index);
  }

  async #seal({ files, key, sealed }: Extract<SealingWish, { type: 'seal' }>): Promise<void> {
    try {
      const onPart = (index: number, address: Address, page: Bytes) =>
        this.#hand(index, address, page);
      const options = { onPart, sealed };
      const making = key ? sealBundle(files, { ...options, key }) : publicBundle(files, options);
      const { manifest, ...rest } = await making;
      const { entries, parts } = manifest;
      const bytes = contentBytes(manifest);
      this.#post(
        { type: 'sealed', bundle: { ...rest, entries: entries.length, bytes, parts } },
        [],
      );
    } catch (error) {
      this.#post({ type: 'failed', failure: failureOf(error) }, []);
    }
  }

  /** Resolves when the page has stored the part. */
  #hand(index: number, address: Address, page: Bytes): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.set(index, resolve);
    const { buffer } = page;
    this.#post({ type: 'part', index, address, page: buffer }, [buffer]);
    return promise;
  }
}

function failureOf(error: unknown): SealingFailure {
  if (error instanceof UnreadableFileError) return { why: 'unreadable', path: error.path };
  if (error instanceof BundleError && error.problem === 'too-large') return { why: 'too-large' };
  return { why: 'unexpected', message: String(error) };
}
