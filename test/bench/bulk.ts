/**
 * Moves 50 pages of 4 MiB at once, again and again, in a process of its own that yields to the one that measures:
 * `node bulk.ts <url>`.
 */
import { setPriority } from 'node:os';
import { announce, connectPeers } from './crowd.ts';
import { freshPages, MIB, type Page } from './pages.ts';
import type { Peer } from './peers.ts';

/** `moving` once every page has been moved once; `moved` after it was told to stop. */
export type BulkReport =
  { readonly type: 'moving' } | { readonly type: 'moved'; readonly rate: number };

const PAGES = 50;
const PAGE_BYTES = 4 * MIB;

let moved = 0;

const [url = ''] = process.argv.slice(2);
setPriority(19);
const seeders = await connectPeers(url, PAGES);
const readers = await connectPeers(url, PAGES);
const pages = freshPages(PAGES, PAGE_BYTES);
await announce(
  seeders,
  pages.map((page) => [page]),
);
await Promise.all(readers.map((reader, i) => keepFetching(reader, pages[i])));
moved = 0;
const started = performance.now();
process.once('message', () => {
  const seconds = (performance.now() - started) / 1000;
  report({ type: 'moved', rate: (moved * PAGE_BYTES) / 1e6 / seconds });
  process.disconnect();
  process.exit(0);
});
report({ type: 'moving' });

/** Resolves after the first time. */
async function keepFetching(reader: Peer, page: Page | undefined): Promise<void> {
  if (!page) throw new Error('expected a page for each reader');
  await reader.fetch(page);
  moved++;
  void keepFetching(reader, page);
}

function report(message: BulkReport): void {
  process.send?.(message);
}
