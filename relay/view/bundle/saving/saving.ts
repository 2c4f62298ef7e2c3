/**
 * Saves the files of a bundle: into a folder or file that the reader picks where the browser has such dialogs, else through
 * its downloads, many files as one zip. Fetches what is missing first. One saving goes at a time.
 */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { BundleEntry } from '../../../client/bundle/index.ts';
import { saveName } from '../../../words/page-name.ts';
import type { Page } from '../../../words/reading.ts';
import { saveBlob } from '../../save-page.ts';
import { type EntrySource, IN_MEMORY_BYTES } from '../entry-source.ts';
import { nameOf } from '../entry-tree.ts';
import { type ByteSink, GatheredSink, writeAll } from './byte-sink.ts';
import { FolderFiles } from './folder-files.ts';
import { pickFile, pickFolder } from './pickers.ts';
import { SavingError, type SavingProblem, savingProblemOf } from './saving-problem.ts';
import { freeBytes, type Target, targetFor } from './target.ts';
import { zipOf } from './zip.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export type SavingState =
  | { readonly state: 'idle' }
  /** It takes `bytes` of the disk twice: goes on after `goOn`. */
  | { readonly state: 'asking'; readonly bytes: number; readonly isZip: boolean }
  /** What is missing is being fetched. */
  | { readonly state: 'getting' }
  | { readonly state: 'writing'; readonly written: number; readonly total: number }
  /** `renamed`: how many files got another name. `isHandedOver`: the browser's downloads have it now. */
  | { readonly state: 'saved'; readonly renamed: number; readonly isHandedOver: boolean }
  /** `free`: the bytes that are left, where they are too few. */
  | { readonly state: 'failed'; readonly problem: SavingProblem; readonly free?: number };

export class Saving {
  readonly #source: EntrySource;
  /** The page of the list, which names the whole. */
  readonly #page: Page;
  readonly #state = signal<SavingState>({ state: 'idle' });
  #work = new AbortController();
  #onGoOn = () => {};

  constructor(source: EntrySource, page: Page) {
    this.#source = source;
    this.#page = page;
  }

  get state(): ReadonlySignal<SavingState> {
    return this.#state;
  }

  get isBusy(): boolean {
    const { state } = this.#state.value;
    return state === 'asking' || state === 'getting' || state === 'writing';
  }

  /** Call it within a click: browsers show their dialogs at no other time. */
  saveAll(): void {
    const { entries } = this.#source.manifest;
    const [only] = entries;
    if (entries.length === 1 && only) return this.saveEntry(only);
    void this.#run((work) => this.#all(entries, work));
  }

  /** Call it within a click. */
  saveEntry(entry: BundleEntry): void {
    void this.#run((work) => this.#one(entry, work));
  }

  /** The reader has heard how much room it takes. */
  goOn(): void {
    this.#onGoOn();
  }

  /** Ends the saving, and deletes what is half written. Also closes the note of one that has ended. */
  cancel(): void {
    this.#work.abort();
    this.#state.value = { state: 'idle' };
  }

  async #run(save: (work: AbortSignal) => Promise<void>): Promise<void> {
    this.cancel();
    this.#work = new AbortController();
    const { signal: work } = this.#work;
    try {
      await save(work);
    } catch (error) {
      if (work.aborted) return;
      // The reader stopped the fetching of what was to be saved.
      if (error instanceof DOMException && error.name === 'AbortError') return this.cancel();
      console.error(error);
      const problem = savingProblemOf(error);
      const free = problem === 'no-room' ? { free: await freeBytes() } : {};
      this.#state.value = { state: 'failed', problem, ...free };
    }
  }

  async #all(entries: readonly BundleEntry[], work: AbortSignal): Promise<void> {
    const folder = await pickFolder();
    if (folder === 'cancelled') return;
    if (folder !== 'none') return await this.#intoFolder(folder, entries, work);
    const name = saveName({ ...this.#page, mediaType: 'application/zip', ...this.#zipName() });
    await this.#throughDownloads({ name, entries, isZip: true }, work);
  }

  async #one(entry: BundleEntry, work: AbortSignal): Promise<void> {
    const { address } = this.#page;
    const name = saveName({ address, mediaType: entry.type, name: nameOf(entry) });
    const file = entry.bytes > IN_MEMORY_BYTES ? await pickFile(name) : 'none';
    if (file === 'cancelled') return;
    if (file === 'none') {
      return await this.#throughDownloads({ name, entries: [entry], isZip: false }, work);
    }
    await this.#get([entry], work);
    await writeAll(await file.createWritable(), this.#counted([entry], work)(entry));
    this.#end(work, { renamed: 0, isHandedOver: false });
  }

  async #intoFolder(
    folder: FileSystemDirectoryHandle,
    entries: readonly BundleEntry[],
    work: AbortSignal,
  ): Promise<void> {
    await this.#get(entries, work);
    const files = new FolderFiles(folder);
    const counted = this.#counted(entries, work);
    for (const entry of entries) {
      work.throwIfAborted();
      await files.write(entry.path, counted(entry));
    }
    this.#end(work, { renamed: files.renamed, isHandedOver: false });
  }

  async #throughDownloads(download: Download, work: AbortSignal): Promise<void> {
    const { name, entries, isZip } = download;
    const bytes = bytesOf(entries);
    const target = await targetFor(bytes);
    if (!target) throw new SavingError('no-store');
    try {
      if (bytes > IN_MEMORY_BYTES) await this.#ask(bytes, isZip, work);
      await this.#get(entries, work);
      const counted = this.#counted(entries, work);
      const [only] = entries;
      const content = isZip || !only ? zipOf(entries, counted) : counted(only);
      await this.#fill(target, content, work);
    } catch (error) {
      await target.delete();
      throw error;
    }
    // Its file stays until the tab is gone, because nothing tells when the browser has copied it.
    saveBlob(await target.blob(), name);
    this.#end(work, { renamed: 0, isHandedOver: bytes > IN_MEMORY_BYTES });
  }

  async #fill({ sink }: Target, content: AsyncIterable<Bytes>, work: AbortSignal): Promise<void> {
    const gathered: ByteSink = new GatheredSink(sink);
    await writeAll(gathered, content);
    work.throwIfAborted();
  }

  /** Resolves once the reader wants it all the same. */
  async #ask(bytes: number, isZip: boolean, work: AbortSignal): Promise<void> {
    if ((await freeBytes()) < bytes) throw new SavingError('no-room');
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    work.throwIfAborted();
    work.addEventListener('abort', () => reject(work.reason));
    this.#onGoOn = resolve;
    this.#state.value = { state: 'asking', bytes, isZip };
    await promise;
  }

  /** Fetches what is missing. */
  async #get(entries: readonly BundleEntry[], work: AbortSignal): Promise<void> {
    work.throwIfAborted();
    this.#state.value = { state: 'getting' };
    const isAll = entries === this.#source.manifest.entries;
    if (isAll) await this.#source.bundle.want('all', work);
    else for (const entry of entries) await this.#source.want(entry, work);
  }

  /** The pieces of an entry. Each that is read counts as written. */
  #counted(entries: readonly BundleEntry[], work: AbortSignal) {
    const total = bytesOf(entries);
    let written = 0;
    const source = this.#source;
    const count = (bytes: number) => {
      written += bytes;
      if (!work.aborted) this.#state.value = { state: 'writing', written, total };
    };
    count(0);
    return async function* (entry: BundleEntry): AsyncGenerator<Bytes, void, void> {
      for await (const piece of source.pieces(entry, work)) {
        const { length } = piece; // nobody can tell once it is released
        yield piece;
        count(length);
      }
    };
  }

  #end(work: AbortSignal, end: { readonly renamed: number; readonly isHandedOver: boolean }): void {
    if (!work.aborted) this.#state.value = { state: 'saved', ...end };
  }

  #zipName(): { readonly name?: string } {
    const { name } = this.#page;
    return name === undefined ? {} : { name: `${name}.zip` };
  }
}

interface Download {
  readonly name: string;
  readonly entries: readonly BundleEntry[];
  readonly isZip: boolean;
}

function bytesOf(entries: readonly BundleEntry[]): number {
  return entries.reduce((sum, { bytes }) => sum + bytes, 0);
}
