/** Makes the pages of a share, and puts them into its spool: one page, or a bundle of what does not fit into one. */
import {
  addressOf,
  BUNDLE_TYPE,
  type BundleFile,
  formatManifest,
  largestContent,
  layOut,
  newKey,
  PART_BYTES,
  PART_PAGE_BYTES,
  publicBundle,
  seal,
  sealBundle,
  sealPart,
  sharedPaths,
} from '../client/index.ts';
import type { Address, Link } from '../protocol/index.ts';
import { contentTypeOf, formatBytes, formatRoom, shownName } from '../words/index.ts';
import { Failure } from './failure.ts';
import type { Spool } from './spool.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Beyond this, a file becomes a bundle, which takes little memory on both sides, whatever the relay allows. */
const PAGE_CONTENT_BYTES = 32 * 1024 * 1024;
/** The name of a stream that has none, among the files of its bundle. */
const STREAM_NAME = 'stream';

/** The parts of a link that follow from its pages. */
export type MadePages = Pick<Link, 'address' | 'key' | 'mediaType' | 'name'>;

export interface NewPagesOptions {
  readonly spool: Spool;
  readonly isPublic: boolean;
  /** The link leads to a page and to no bundle, because it opens a fixed number of times. */
  readonly isOnce: boolean;
  /** The largest page that the relays take, in bytes. */
  readonly pageBytes: number;
  readonly type: string | undefined;
  readonly name: string | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: (bytes: number, total: number) => void;
}

export class NewPages {
  readonly #options: NewPagesOptions;

  constructor(options: NewPagesOptions) {
    this.#options = options;
  }

  /** Rejects with a `Failure` if the files do not fit. */
  async ofFiles(files: readonly BundleFile[]): Promise<MadePages> {
    const [only] = files;
    if (only && files.length === 1 && !only.path.includes('/') && this.#fits(only.content.size)) {
      const content = await contentOf(only);
      return await this.#page(content, only.type);
    }
    return await this.#bundle(files);
  }

  /** The parts of a stream whose length nobody knows. */
  async ofStream(parts: AsyncIterable<Bytes>): Promise<MadePages> {
    const first: Bytes[] = [];
    let length = 0;
    const rest = parts[Symbol.asyncIterator]();
    for (;;) {
      const next = await rest.next();
      this.#options.signal.throwIfAborted();
      if (next.done) return await this.#page(joined(first, length), 'application/octet-stream');
      first.push(next.value);
      length += next.value.length;
      if (!this.#fits(length)) break;
    }
    return await this.#streamBundle(chained(first, rest));
  }

  #fits(length: number): boolean {
    return length <= this.#room;
  }

  /** The largest content of one page, in bytes. */
  get #room(): number {
    const { isPublic, pageBytes } = this.#options;
    return Math.min(isPublic ? pageBytes : largestContent(pageBytes), PAGE_CONTENT_BYTES);
  }

  async #page(content: Bytes, type: string): Promise<MadePages> {
    const { spool, isPublic, name, onProgress } = this.#options;
    if (isPublic && content.length === 0) {
      throw new Failure('failed', 'An empty file can be shared encrypted only.');
    }
    const file = new File([content], name ?? '', { type });
    const mediaType = this.#options.type ?? (await contentTypeOf(file, content));
    const { bytes, key } = isPublic ? { bytes: content } : await seal(content);
    const address = await addressOf(bytes);
    await spool.put(address, bytes);
    onProgress(content.length, content.length);
    return { address, mediaType, ...(key && { key }), ...(name && { name }) };
  }

  async #bundle(files: readonly BundleFile[]): Promise<MadePages> {
    this.#checkBundle();
    const { spool, isPublic, signal, onProgress } = this.#options;
    const total = files.reduce((sum, { content }) => sum + content.size, 0);
    let done = 0;
    const onPart = async (_: number, address: Address, page: Bytes) => {
      await spool.put(address, page);
      done = Math.min(total, done + PART_BYTES);
      onProgress(done, total);
    };
    const make = isPublic ? publicBundle : sealBundle;
    return await this.#manifest(await make(files, { onPart, signal }));
  }

  async #streamBundle(contents: AsyncIterable<Bytes>): Promise<MadePages> {
    this.#checkBundle();
    const { spool, isPublic, signal, name = STREAM_NAME, type } = this.#options;
    const key = isPublic ? undefined : newKey();
    const parts: Address[] = [];
    let bytes = 0;
    for await (const content of contents) {
      signal.throwIfAborted();
      bytes += content.length;
      const page = key ? await sealPart(content, key, parts.length) : content;
      const address = await addressOf(page);
      await spool.put(address, page);
      parts.push(address);
    }
    const [path = STREAM_NAME] = sharedPaths([name]);
    const entries = layOut([{ path, bytes, type: type ?? 'application/octet-stream' }]);
    const manifest = formatManifest({ partBytes: PART_BYTES, parts, entries });
    const page = key ? (await seal(manifest, key)).bytes : manifest;
    return await this.#manifest({ page, address: await addressOf(page), ...(key && { key }) });
  }

  async #manifest(made: {
    readonly page: Bytes;
    readonly address: Address;
    readonly key?: Bytes;
  }): Promise<MadePages> {
    const { spool, name } = this.#options;
    const { page, address, key } = made;
    this.#checkRoom(page.length);
    await spool.put(address, page);
    return { address, mediaType: BUNDLE_TYPE, ...(key && { key }), ...(name && { name }) };
  }

  #checkBundle(): void {
    this.#checkRoom(PART_PAGE_BYTES);
    if (!this.#options.isOnce) return;
    const file = `one file of at most ${formatRoom(this.#room)}`;
    throw new Failure('refused', `A link that opens so often only leads to ${file}.`);
  }

  #checkRoom(pageBytes: number): void {
    const { pageBytes: room } = this.#options;
    if (pageBytes <= room) return;
    const sizes = `${formatBytes(pageBytes)}, and the relay takes ${formatRoom(room)}`;
    throw new Failure('refused', `These files need pages of ${sizes}.`);
  }
}

async function contentOf({ path, content }: BundleFile): Promise<Bytes> {
  try {
    return new Uint8Array(await content.arrayBuffer());
  } catch (error) {
    throw new Failure('failed', `${shownName(path)} has changed or gone.`, error);
  }
}

function joined(parts: readonly Bytes[], length: number): Bytes {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

async function* chained(first: Bytes[], rest: AsyncIterator<Bytes>): AsyncGenerator<Bytes> {
  for (let part = first.shift(); part; part = first.shift()) yield part;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}
