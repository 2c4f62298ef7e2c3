/** An exported library to start from: pages of every kind, most of them small, as a person's are. */
import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import type { Address } from '@mayfly/relay/protocol';
import { ARCHIVE_HEAD, entryLine } from '../../../extension/store/archive.ts';

const KIB = 1024;

interface Kind {
  readonly mediaType: string;
  /** Of the largest; sizes go up to there from a twentieth. */
  readonly kib: number;
}

/** The number of pages of each kind, in turn, of every 20 pages. */
const KINDS: readonly Kind[] = [
  ...Array<Kind>(9).fill({ mediaType: 'text/plain', kib: 8 }),
  ...Array<Kind>(4).fill({ mediaType: 'text/html', kib: 64 }),
  ...Array<Kind>(3).fill({ mediaType: 'text/markdown', kib: 16 }),
  ...Array<Kind>(3).fill({ mediaType: 'image/png', kib: 512 }),
  { mediaType: 'application/zip', kib: 1_500 },
];

/** Writes this many pages to `path`, every fifth of them only viewed, and returns the total of their bytes. */
export async function writeLibrary(path: string, count: number, relay: string): Promise<number> {
  const file = await open(path, 'w');
  try {
    await file.appendFile(ARCHIVE_HEAD);
    let bytes = 0;
    for (let i = 0; i < count; i++) bytes += await writePage(file, i, relay);
    return bytes;
  } finally {
    await file.close();
  }
}

async function writePage(file: FileHandle, i: number, relay: string): Promise<number> {
  const { mediaType, kib } = KINDS[i % KINDS.length] ?? { mediaType: 'text/plain', kib: 1 };
  const share = ((i * 7) % 20) + 1;
  const bytes = randomBytes(Math.ceil((kib * KIB * share) / 20));
  const at = Date.now() - i * 60_000;
  const line = entryLine(
    {
      address: createHash('sha256').update(bytes).digest('hex') as Address,
      key: randomBytes(32),
      mediaType,
      title: `Page ${i}: what was said at the meeting, and what came of it`,
      length: bytes.length,
      origin: i % 5 === 4 ? 'viewed' : 'published',
      relays: [relay],
      addedAt: at,
      servedBytes: 0,
      servedTimes: 0,
      usedAt: at,
      lifetime: { until: 'stopped' },
    },
    true,
  );
  await file.appendFile(line);
  await file.appendFile(bytes);
  return bytes.length;
}
