/** The files of a bundle behind a link, on their way to a folder, a file or a pipe. */
import { join } from 'node:path';
import {
  BundleError,
  contentBytes,
  type FailedPart,
  fetchParts,
  type Manifest,
  openPart,
  parseManifest,
  partLength,
} from '../client/index.ts';
import type { Address, Link } from '../protocol/index.ts';
import { formatBytes, shownName } from '../words/index.ts';
import { Failure } from './failure.ts';
import { GetLock } from './get-lock.ts';
import { opened } from './link-content.ts';
import type { LinkPages } from './link-pages.ts';
import type { Report } from './report.ts';
import { nameOfLink, SaveTarget, type TargetOptions } from './save-target.ts';
import { writeOut } from './standard-output.ts';
import { UnfinishedBundle } from './unfinished-bundle.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Parts on their way to a pipe at one time. */
const AHEAD = 3;

export interface LinkBundleDeps {
  readonly link: Link;
  readonly pages: LinkPages;
  readonly report: Report;
  readonly signal: AbortSignal;
}

export class LinkBundle {
  readonly #deps: LinkBundleDeps;
  readonly #manifest: Manifest;
  readonly #key: Bytes | undefined;
  /** The bytes of finished parts. */
  #done = 0;
  /** The bytes of parts on their way. */
  readonly #coming = new Map<Address, number>();

  /** Fetches the manifest. */
  static async open(deps: LinkBundleDeps): Promise<LinkBundle> {
    const { pages, link } = deps;
    const content = await opened(await pages.fetch(link.address), link);
    return new LinkBundle(deps, parseManifest(content));
  }

  private constructor(deps: LinkBundleDeps, manifest: Manifest) {
    this.#deps = deps;
    this.#manifest = manifest;
    this.#key = deps.link.key && new Uint8Array(deps.link.key);
  }

  async get(options: TargetOptions): Promise<void> {
    if (options.output === '-') await this.#writeOut();
    else await this.#save(new SaveTarget(this.#name(), options));
  }

  onReceived(address: Address, received: number): void {
    this.#coming.set(address, received);
    this.#tell();
  }

  async #save(target: SaveTarget): Promise<void> {
    const place = target.unfinished(`${this.#deps.link.address.slice(0, 16)}.parts`);
    const lock = await GetLock.take(place);
    try {
      await this.#saveAlone(target, place);
    } finally {
      lock.release();
    }
  }

  async #saveAlone(target: SaveTarget, place: string): Promise<void> {
    const { report } = this.#deps;
    const unfinished = UnfinishedBundle.open(place, this.#manifest);
    for (const index of unfinished.written) this.#onDone(index);
    await this.#fetchInto(unfinished);
    unfinished.finish();
    const { entries } = this.#manifest;
    const [only] = entries;
    if (only && entries.length === 1 && this.#folder() === undefined) {
      unfinished.flush(only.path);
      target.placeFile(join(unfinished.files, only.path));
    } else target.placeFolder(join(unfinished.files, this.#folder() ?? ''));
    unfinished.delete();
    const bytes = contentBytes(this.#manifest);
    const text = `Saved ${shownName(target.path)} (${formatBytes(bytes)}).`;
    report.event({ type: 'done', path: target.path, bytes }, text);
  }

  async #fetchInto(unfinished: UnfinishedBundle): Promise<void> {
    const manifest = this.#manifest;
    const { pages, signal } = this.#deps;
    const key = this.#key;
    // Parts of the same content are one page in a public bundle.
    const indexes = Map.groupBy(manifest.parts.keys(), (index) => manifest.parts[index]);
    const failed = await fetchParts({
      manifest,
      key,
      signal,
      wanted: [...manifest.parts.keys()].filter((index) => !unfinished.written.has(index)),
      fetch: (address, options) => pages.fetch(address, options.signal),
      has: async (address) =>
        indexes.get(address)?.every((i) => unfinished.written.has(i)) ?? false,
      store: async (address, page) => {
        for (const index of indexes.get(address) ?? []) {
          if (unfinished.written.has(index)) continue;
          unfinished.write(index, await openPart(manifest, { index, page, key }));
          this.#onDone(index);
        }
      },
    });
    const [first] = failed;
    if (first) throw problemOf(first);
  }

  async #writeOut(): Promise<void> {
    const { entries, parts } = this.#manifest;
    if (entries.length !== 1) {
      throw new Failure('usage', `These are ${entries.length} files: -o needs a folder.`);
    }
    const coming: Promise<Bytes>[] = [];
    for (let index = 0; index < parts.length; index += 1) {
      while (coming.length < AHEAD && index + coming.length < parts.length) {
        const part = this.#part(index + coming.length);
        part.catch(() => {}); // the loop below meets it
        coming.push(part);
      }
      const content = await coming.shift();
      if (!content) break;
      await writeOut(content);
      this.#onDone(index);
    }
    this.#deps.report.event({ type: 'done', bytes: contentBytes(this.#manifest) });
  }

  async #part(index: number): Promise<Bytes> {
    const address = this.#manifest.parts[index];
    if (!address) throw new RangeError(`expected a part of the bundle, got ${index}`);
    const page = await this.#deps.pages.fetch(address);
    return await openPart(this.#manifest, { index, page, key: this.#key });
  }

  #onDone(index: number): void {
    const address = this.#manifest.parts[index];
    if (address) this.#coming.delete(address);
    this.#done += partLength(this.#manifest, index);
    this.#tell();
  }

  #tell(): void {
    const total = contentBytes(this.#manifest);
    const coming = [...this.#coming.values()].reduce((sum, bytes) => sum + bytes, 0);
    const mostComing = this.#done === total ? total : Math.max(0, total - 1);
    this.#deps.report.progress(Math.min(mostComing, this.#done + coming), total);
  }

  /** The name of the folder that all files lie in. */
  #folder(): string | undefined {
    const { entries } = this.#manifest;
    const [first = ''] = entries[0]?.path.split('/', 1) ?? [];
    return entries.every(({ path }) => path.startsWith(`${first}/`)) ? first : undefined;
  }

  #name(): string {
    const { entries } = this.#manifest;
    const [only] = entries;
    const name = this.#folder() ?? (entries.length === 1 ? only?.path : undefined);
    return nameOfLink({ ...this.#deps.link, ...(name !== undefined && { name }) });
  }
}

function problemOf({ error }: FailedPart): unknown {
  return error instanceof BundleError
    ? new Failure('failed', 'The sharer’s files are damaged: a part is not what it is said to be.')
    : error;
}
