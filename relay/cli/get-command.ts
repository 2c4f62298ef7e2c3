/** `mayfly get`: fetches what a link stands for, and saves it or writes it to a pipe. */
import { closeSync, fdatasyncSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { BUNDLE_TYPE, mayBeSealed } from '../client/index.ts';
import { findLink, type FoundLink, type Link } from '../protocol/index.ts';
import { formatBytes, shownName } from '../words/index.ts';
import { Failure } from './failure.ts';
import { LinkBundle } from './link-bundle.ts';
import { opened } from './link-content.ts';
import { LinkPages } from './link-pages.ts';
import { PageFile } from './page-file.ts';
import type { Report } from './report.ts';
import { nameOfLink, SaveTarget, type TargetOptions } from './save-target.ts';
import { linkFromInput } from './standard-input.ts';
import { writeOut } from './standard-output.ts';

export interface GetOptions extends TargetOptions {
  /** Milliseconds. */
  readonly wait: number;
}

export interface GetRun {
  readonly text: string;
  readonly options: GetOptions;
  readonly report: Report;
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal;
}

export async function get(run: GetRun): Promise<void> {
  const link = usable(run.text === '-' ? await linkFromInput(run.signal) : findLink(run.text));
  const { report, options, signal } = run;
  const isBundle = link.mediaType === BUNDLE_TYPE;
  const progress = { bundle: undefined as LinkBundle | undefined };
  const pages = new LinkPages({
    origins: [...new Set([link.relay, ...link.relays])],
    waitMs: options.wait,
    signal,
    onConnected: (relay) => report.event({ type: 'connected', relay }),
    onReceived: (address, received, total) => {
      if (progress.bundle) progress.bundle.onReceived(address, received);
      else if (!isBundle) report.progress(received, total);
    },
  });
  try {
    if (!isBundle) return await new Getting(run, link, pages).get();
    progress.bundle = await LinkBundle.open({ link, pages, report, signal });
    await progress.bundle.get(options);
  } finally {
    pages.close();
  }
}

function usable(found: FoundLink | undefined): Link {
  if (!found)
    throw new Failure('usage', 'This is no link. A link looks like https://…/… and 64 digits.');
  if (found.isKeyDamaged) {
    throw new Failure('key', 'The key at the end of the link is damaged. Ask for the link again.');
  }
  if (found.link.capability) {
    throw new Failure('failed', 'This link opens only so often. Open it in a browser.');
  }
  return found.link;
}

interface FinishedFile {
  readonly path: string;
  /** Its length. */
  readonly bytes: number;
}

/** One page. */
class Getting {
  readonly #run: GetRun;
  readonly #link: Link;
  readonly #pages: LinkPages;

  constructor(run: GetRun, link: Link, pages: LinkPages) {
    this.#run = run;
    this.#link = link;
    this.#pages = pages;
  }

  async get(): Promise<void> {
    const { output } = this.#run.options;
    if (output === '-') await this.#writeOut();
    else await this.#save(new SaveTarget(nameOfLink(this.#link), this.#run.options));
  }

  async #writeOut(): Promise<void> {
    const content = await opened(await this.#pages.fetch(this.#link.address), this.#link);
    await writeOut(content);
    this.#run.report.event({ type: 'done', bytes: content.length });
  }

  async #save(target: SaveTarget): Promise<void> {
    const { address } = this.#link;
    const place = target.unfinished(`${address.slice(0, 16)}.part`);
    const page = PageFile.open(place);
    try {
      // Perhaps an earlier program was stopped when all was here.
      if ((await page.address()) !== address) await this.#pages.fetchInto(page, address);
      const { path, bytes } = await this.#finish(page, place);
      target.placeFile(path);
      if (path !== place) rmSync(place);
      const { report } = this.#run;
      const text = `Saved ${shownName(target.path)} (${formatBytes(bytes)}).`;
      report.event({ type: 'done', path: target.path, bytes }, text);
    } finally {
      page.close();
      if (page.received === 0) rmSync(place, { force: true });
    }
  }

  /** The finished file, not yet in its place. */
  async #finish(page: PageFile, place: string): Promise<FinishedFile> {
    const { received } = page;
    if (!this.#link.key && !mayBeSealed(received)) {
      page.flush();
      return { path: place, bytes: received };
    }
    const bytes = page.read();
    const content = await opened(bytes, this.#link);
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
