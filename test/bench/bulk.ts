/**
 * Moves 50 pages of 4 MiB at once, again and again, in a process of its own that yields to the one that measures:
 * `node bulk.ts <url>`. Ends when it is sent a message.
 */
import { setPriority } from 'node:os';
import { announce, connectPeers } from './crowd.ts';
import { freshPages, MIB, type Page } from './pages.ts';
import type { Peer } from './peers.ts';

/** First `moving`, once every page has been moved; then `moved`, when enough has been moved since. It goes on after that. */
export type BulkReport =
  { readonly type: 'moving' } | { readonly type: 'moved'; readonly rate: number };

const PAGES = 50;
const PAGE_BYTES = 4 * MIB;
const ENOUGH = PAGES * 2;

let moved = 0;
let movingSince = 0;

const [url = ''] = process.argv.slice(2);
setPriority(19);
process.once('message', () => process.exit(0));
const seeders = await connectPeers(url, PAGES);
const readers = await connectPeers(url, PAGES);
const pages = freshPages(PAGES, PAGE_BYTES);
await announce(
  seeders,
  pages.map((page) => [page]),
);
await Promise.all(readers.map((reader, i) => keepFetching(reader, pages[i])));
moved = 0;
movingSince = performance.now();
report({ type: 'moving' });

/** Resolves after the first time. */
async function keepFetching(reader: Peer, page: Page | undefined): Promise<void> {
  if (!page) throw new Error('expected a page for each reader');
  await reader.fetch(page);
  moved++;
  if (movingSince > 0 && moved === ENOUGH) report({ type: 'moved', rate: rate() });
  void keepFetching(reader, page);
}

/** In MB a second. */
function rate(): number {
  return (moved * PAGE_BYTES) / 1e3 / (performance.now() - movingSince);
}

function report(message: BulkReport): void {
  process.send?.(message);
}
