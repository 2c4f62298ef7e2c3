/** One page on its way to a file or a pipe: fetched, opened, and put in its place in one step. */
import { closeSync, fdatasyncSync, openSync, rmSync, writeFileSync } from 'node:fs';
import type { Address } from '../protocol/index.ts';
import { formatBytes, shownName } from '../words/index.ts';
import { GetLock } from './get-lock.ts';
import type { LinkPages } from './link-pages.ts';
import { PageFile } from './page-file.ts';
import type { Report } from './report.ts';
import { SaveTarget, type TargetOptions } from './save-target.ts';
import { writeOut } from './standard-output.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export interface GetOptions extends TargetOptions {
  /** Milliseconds. */
  readonly wait: number;
  /** Opens a once link without a question. */
  readonly yes?: true;
  readonly json?: true;
}

export interface GetRun {
  readonly text: string;
  readonly options: GetOptions;
  readonly report: Report;
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal;
}

/** The page that a link stands for, and the way to its content. */
export interface WantedPage {
  readonly address: Address;
  /** The name of the file, where the user gave none. */
  readonly name: string;
  /** True if a page of this length is its own content. */
  readonly isPlain: (length: number) => boolean;
  /** The content of the page; the page itself where it is not sealed. */
  readonly open: (page: Bytes) => Promise<Bytes>;
  /** True once a later program has no use for the bytes that are here. */
  readonly isOver: () => boolean;
}

/** The output: a file at `path`, or else the standard output. */
export interface Saved {
  readonly path?: string;
  readonly bytes: number;
}

export function tellSaved(report: Report, { path, bytes }: Saved): void {
  if (path === undefined) return report.event({ type: 'done', bytes });
  report.event({ type: 'done', path, bytes }, `Saved ${shownName(path)} (${formatBytes(bytes)}).`);
}

interface FinishedFile {
  readonly path: string;
  /** Its length. */
  readonly bytes: number;
}

export class Getting {
  readonly #run: GetRun;
  readonly #wanted: WantedPage;
  readonly #pages: LinkPages;

  constructor(run: GetRun, wanted: WantedPage, pages: LinkPages) {
    this.#run = run;
    this.#wanted = wanted;
    this.#pages = pages;
  }

  async get(): Promise<Saved> {
    const { output } = this.#run.options;
    if (output === '-') return await this.#writeOut();
    return await this.#save(new SaveTarget(this.#wanted.name, this.#run.options));
  }

  async #writeOut(): Promise<Saved> {
    const content = await this.#wanted.open(await this.#pages.fetch(this.#wanted.address));
    await writeOut(content);
    return { bytes: content.length };
  }

  async #save(target: SaveTarget): Promise<Saved> {
    const { address } = this.#wanted;
    const place = target.unfinished(`${address.slice(0, 16)}.part`);
    const lock = await GetLock.take(place);
    try {
      return await this.#saveAlone(target, place);
    } finally {
      lock.release();
    }
  }

  async #saveAlone(target: SaveTarget, place: string): Promise<Saved> {
    const { address, isOver } = this.#wanted;
    const page = PageFile.open(place);
    try {
      // Perhaps an earlier program was stopped when all was here.
      if ((await page.address()) !== address) await this.#pages.fetchInto(page, address);
      const { path, bytes } = await this.#finish(page, place);
      target.placeFile(path);
      if (path !== place) rmSync(place);
      return { path: target.path, bytes };
    } finally {
      page.close();
      if (page.received === 0 || isOver()) rmSync(place, { force: true });
    }
  }

  /** The finished file, not yet in its place. */
  async #finish(page: PageFile, place: string): Promise<FinishedFile> {
    const { received } = page;
    if (this.#wanted.isPlain(received)) {
      page.flush();
      return { path: place, bytes: received };
    }
    const bytes = page.read();
    const content = await this.#wanted.open(bytes);
    if (content === bytes) {
      page.flush();
      return { path: place, bytes: bytes.length };
    }
    const open = `${place}.open`;
    rmSync(open, { force: true });
    const file = openSync(open, 'wx');
    try {
      writeFileSync(file, content);
      fdatasyncSync(file);
    } finally {
      closeSync(file);
    }
    return { path: open, bytes: content.length };
  }
}
