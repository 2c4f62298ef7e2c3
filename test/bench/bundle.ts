/** A bundle beside pages: moved by the real client, sealed and opened as a share is. */
import { randomFillSync } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type BundleFile,
  type Client,
  fetchParts,
  openPart,
  openSealed,
  parseManifest,
  PART_BYTES,
  piecesOf,
  sealBundle,
  type SealedBundle,
} from '../../relay/client/index.ts';
import type { Address } from '../../relay/protocol/index.ts';
import { Holder, openReader, sealedPage } from './holder.ts';
import { KIB, MIB } from './pages.ts';
import type { Server } from './servers.ts';
import { median } from './statistics.ts';
import { atLeast, atMost, byTurns, noMoreThan, type Workload } from './workload.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const CONTENT_BYTES = 256 * MIB;
const PAGE_BYTES = 16 * MIB;
/** Moved before anything is measured. */
const WARM_UP_BYTES = 48 * MIB;
const OPENINGS = 9;

const besidePages = { beside: 'pages of 16 MiB' } as const;
const besidePage = { beside: 'a page of its size' } as const;

export const bundle: Workload = {
  name: 'bundle',
  measures: {
    rate: { title: '256 MiB as a bundle', unit: 'MB/s', reach: atLeast(0.9), ...besidePages },
    cpuMs: { title: '— relay CPU for a MiB', unit: 'ms', reach: atMost(1.05), ...besidePages },
    peakMib: {
      title: '— relay memory above idle',
      unit: 'MiB',
      reach: noMoreThan(32),
      ...besidePages,
    },
    firstMs: {
      title: 'a file of a part, the first of a bundle',
      unit: 'ms',
      reach: atMost(1.5),
      ...besidePage,
    },
    smallMs: { title: 'a file of 100 KiB amid a bundle', unit: 'ms', ...besidePage },
    sealing: { title: 'sealing a file', unit: 'MB/s', beside: 'reading it' },
  },
  connections: 2,
  run: async (turn) => {
    const files = [await FileOnDisk.write(CONTENT_BYTES), await FileOnDisk.write(WARM_UP_BYTES)];
    try {
      const [content, warmUp] = files.map(({ blob }) => blob);
      if (!content || !warmUp) throw new Error('expected two files');
      const { floor, relay } = await byTurns(turn, {
        floor: () => turn.on('relay', movePages),
        relay: () => turn.on('relay', (server) => moveBundle(server, content, warmUp)),
      });
      const first = await turn.on('relay', (server) => open(server, PART_BYTES, 0));
      const small = await turn.on('relay', (server) => open(server, 100 * KIB, 3));
      return {
        rate: { floor: floor.rate, relay: relay.rate },
        cpuMs: { floor: floor.cpuMs, relay: relay.cpuMs },
        peakMib: { floor: floor.peakMib, relay: relay.peakMib },
        firstMs: { floor: first.pageMs, relay: first.entryMs },
        smallMs: { floor: small.pageMs, relay: small.entryMs },
        sealing: { floor: await readingRate(content), relay: await sealingRate(content) },
      };
    } finally {
      for (const file of files) await file.delete();
    }
  },
};

/** A file of random bytes in a folder of its own. */
class FileOnDisk {
  readonly blob: Blob;
  readonly #folder: string;

  static async write(bytes: number): Promise<FileOnDisk> {
    const folder = await mkdtemp(join(tmpdir(), 'mayfly-bench-'));
    const path = join(folder, 'file');
    await writeFile(path, randomFillSync(new Uint8Array(bytes)));
    return new FileOnDisk(folder, await openAsBlob(path));
  }

  private constructor(folder: string, blob: Blob) {
    this.#folder = folder;
    this.blob = blob;
  }

  async delete(): Promise<void> {
    await rm(this.#folder, { recursive: true });
  }
}

interface Moved {
  readonly rate: number;
  readonly cpuMs: number;
  readonly peakMib: number;
}

/** Moves `warmUp`, and then measures `move`, which moves all content. */
async function measure(
  server: Server,
  warmUp: () => Promise<void>,
  move: () => Promise<void>,
): Promise<Moved> {
  const idleBytes = server.residentBytes();
  server.resetPeak();
  await warmUp();
  const cpuBefore = server.cpuMs();
  const started = performance.now();
  await move();
  const seconds = (performance.now() - started) / 1_000;
  const cpuMs = (server.cpuMs() - cpuBefore) / (CONTENT_BYTES / MIB);
  const peakMib = (server.peakBytes() - idleBytes) / MIB;
  return { rate: CONTENT_BYTES / 1e6 / seconds, cpuMs, peakMib };
}

async function movePages(server: Server): Promise<Moved> {
  const pages = await Promise.all(
    Array.from({ length: (WARM_UP_BYTES + CONTENT_BYTES) / PAGE_BYTES }, () =>
      sealedPage(PAGE_BYTES),
    ),
  );
  const holder = await Holder.connect(server.url, pages);
  const reader = openReader(server.url);
  const read = async (some: typeof pages): Promise<void> => {
    for (const { address, key } of some) await openSealed(await reader.fetch(address), key);
  };
  const warmUps = WARM_UP_BYTES / PAGE_BYTES;
  const moved = await measure(
    server,
    () => read(pages.slice(0, warmUps)),
    () => read(pages.slice(warmUps)),
  );
  for (const client of [reader, holder]) client.close();
  return moved;
}

async function moveBundle(server: Server, content: Blob, warmUp: Blob): Promise<Moved> {
  const holder = await Holder.connect(server.url, []);
  const [some, all] = [await shareOf(holder, [warmUp]), await shareOf(holder, [content])];
  await holder.settled();
  const reader = openReader(server.url);
  const moved = await measure(
    server,
    () => readBundle(reader, some),
    () => readBundle(reader, all),
  );
  for (const client of [reader, holder]) client.close();
  return moved;
}

/** Seals files as one bundle that `holder` then holds. */
async function shareOf(holder: Holder, contents: readonly Blob[]): Promise<SealedBundle> {
  const sealed = await sealBundle(contents.map(fileOf), {
    onPart: async (_, address, bytes) => holder.add({ address, bytes }),
  });
  holder.add({ address: sealed.address, bytes: sealed.page });
  return sealed;
}

function fileOf(content: Blob, index: number): BundleFile {
  return { path: `${index}`.padStart(4, '0'), type: 'application/octet-stream', content };
}

/** Reads it whole, from its link on. Every part is verified and opened, and then forgotten. */
async function readBundle(reader: Client, { address, key }: SealedBundle): Promise<void> {
  const manifest = await readManifest(reader, address, key);
  const failed = await fetchParts({
    manifest,
    key,
    fetch: (part, options) => reader.fetch(part, options),
    has: async () => false,
    store: async () => {},
  });
  if (failed.length > 0) throw new Error(`${failed.length} parts did not come`, { cause: failed });
}

async function readManifest(reader: Client, address: Address, key: Bytes) {
  const content = await openSealed(await reader.fetch(address), key);
  if (typeof content === 'string') throw new Error(`expected a manifest: ${content}`);
  return parseManifest(content);
}

/** The times until a page, and an entry of the same length of a bundle, can be shown. */
async function open(
  server: Server,
  bytes: number,
  before: number,
): Promise<{ pageMs: number; entryMs: number }> {
  const holder = await Holder.connect(server.url, []);
  const reader = openReader(server.url);
  const [pagesMs, entriesMs]: [number[], number[]] = [[], []];
  for (let i = 0; i < OPENINGS; i++) {
    const page = await sealedPage(bytes);
    holder.add(page);
    const files = Array.from(
      { length: 8 },
      (_, n) => new Blob([randomFillSync(new Uint8Array(n === before ? bytes : MIB))]),
    );
    const shared = await shareOf(holder, files);
    await holder.settled();
    pagesMs.push(await timeOf(async () => openSealed(await reader.fetch(page.address), page.key)));
    entriesMs.push(await timeOf(() => readEntry(reader, shared, before)));
  }
  for (const client of [reader, holder]) client.close();
  return { pageMs: median(pagesMs), entryMs: median(entriesMs) };
}

/** From the link on, and nothing else of the bundle. */
async function readEntry(reader: Client, { address, key }: SealedBundle, which: number) {
  const manifest = await readManifest(reader, address, key);
  const entry = manifest.entries[which];
  if (!entry) throw new Error(`expected an entry ${which}`);
  await Promise.all(
    piecesOf(manifest, entry).map(async ({ index, part }) => {
      await openPart(manifest, { index, page: await reader.fetch(part), key });
    }),
  );
}

async function timeOf(act: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await act();
  return performance.now() - started;
}

/** Megabytes of the file in a second, read as the sealing reads it. */
async function readingRate(content: Blob): Promise<number> {
  const ms = await timeOf(async () => {
    for (let at = 0; at < content.size; at += PART_BYTES) {
      await content.slice(at, at + PART_BYTES).arrayBuffer();
    }
  });
  return content.size / 1e3 / ms;
}

/** Megabytes of the file in a second; the parts are forgotten. */
async function sealingRate(content: Blob): Promise<number> {
  const ms = await timeOf(() => sealBundle([fileOf(content, 0)], { onPart: async () => {} }));
  return content.size / 1e3 / ms;
}
