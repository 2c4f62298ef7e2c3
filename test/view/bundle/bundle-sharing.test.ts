/** Sharing of a bundle, with the worker's own code in place and in turn. */
import { createHash } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { PART_BYTES } from '../../../relay/client/bundle/index.ts';
import type { Address } from '../../../relay/protocol/address.ts';
import { BundleSharing } from '../../../relay/view/bundle/bundle-sharing.ts';
import {
  type FinishedBundle,
  type NewBundle,
  type PartSink,
  SharingProblem,
} from '../../../relay/view/bundle/part-sink.ts';
import type { SealWorkerEvents } from '../../../relay/view/bundle/seal-worker-start.ts';
import { Sealing } from '../../../relay/view/bundle/sealing.ts';
import type { OfferedFile } from '../../../relay/words/offered-file.ts';

const KEY = new Uint8Array(32).fill(7);

/** A sink in memory, which knows interrupted shares. */
class MemorySink implements PartSink<string> {
  readonly parts = new Map<number, Address>();
  shares: NewBundle[] = [];
  finished: FinishedBundle | undefined;
  discarded: string[] = [];
  /** Called before each part is stored. */
  onPut = async (_index: number): Promise<void> => {};

  async begin(share: NewBundle) {
    this.shares.push(share);
    return { id: 'one', sealed: new Map(this.parts), ...(share.isSealed && { key: KEY }) };
  }

  async put(_: string, index: number, address: Address, page: Blob) {
    await this.onPut(index);
    expect(
      createHash('sha256')
        .update(await page.bytes())
        .digest('hex'),
    ).toBe(address);
    this.parts.set(index, address);
  }

  async finish(_: string, bundle: FinishedBundle) {
    this.finished = bundle;
    return 'a link';
  }

  async discard(id: string) {
    this.discarded.push(id);
    this.parts.clear();
  }
}

/** Runs the worker's code on this thread; messages come later, as between threads. */
function startWorker({ onNews }: SealWorkerEvents) {
  let isEnded = false;
  const sealing = new Sealing((news) => {
    setTimeout(() => !isEnded && onNews(structuredClone(news)));
  });
  const send = (wish: Parameters<Sealing['receive']>[0]) =>
    void setTimeout(() => !isEnded && sealing.receive(wish));
  return { send, end: () => void (isEnded = true) };
}

function offered(path: string, length: number): OfferedFile {
  const name = path.split('/').at(-1) ?? '';
  return { path, file: new File([new Uint8Array(length)], name, { lastModified: 1_000 }) };
}

const trip = [offered('trip/b.jpg', 2 * PART_BYTES), offered('trip/a.txt', PART_BYTES + 5)];
const about = { isSealed: true, name: 'trip' };
let sink: MemorySink;
let sharing: BundleSharing<string>;

beforeEach(() => {
  sink = new MemorySink();
  sharing = new BundleSharing(sink, { startWorker });
});

test('files become parts in the sink, then a manifest, then an outcome', async () => {
  expect(await sharing.share(trip, about)).toEqual({ state: 'done', outcome: 'a link' });
  expect(sink.shares).toEqual([
    {
      ...about,
      files: [
        { path: 'trip/a.txt', bytes: PART_BYTES + 5, modifiedAt: 1_000 },
        { path: 'trip/b.jpg', bytes: 2 * PART_BYTES, modifiedAt: 1_000 },
      ],
    },
  ]);
  const { entries, bytes, parts, key } = sink.finished ?? {};
  expect([entries, bytes, key]).toEqual([2, 3 * PART_BYTES + 5, KEY]);
  expect(parts).toEqual([0, 1, 2, 3].map((index) => sink.parts.get(index)));
});

test('a public bundle has no key', async () => {
  await sharing.share(trip, { ...about, isSealed: false });
  expect(sink.finished).not.toHaveProperty('key');
});

test('progress grows part by part to the whole, and is gone afterwards', async () => {
  const seen: (string | number)[] = [];
  sharing.progress.subscribe((now) => seen.push(now ? now.bytes : 'none'));
  await sharing.share(trip, about);
  const total = 3 * PART_BYTES + 5;
  expect(seen.at(0)).toBe('none');
  expect(seen).toContain(total);
  expect(seen.at(-1)).toBe('none');
});

test('at most two parts wait for the sink', async () => {
  let waiting = 0;
  let most = 0;
  sink.onPut = async () => {
    waiting += 1;
    most = Math.max(most, waiting);
    await new Promise((resolve) => setTimeout(resolve));
    waiting -= 1;
  };
  await sharing.share(trip, about);
  expect(most).toBeLessThanOrEqual(2);
});

test('an interrupted share goes on with the parts that it lacks, and counts the others as done', async () => {
  await sharing.share(trip, about);
  const first = sink.parts.get(0);
  for (const index of [1, 3]) sink.parts.delete(index);
  const again: number[] = [];
  sink.onPut = async (index) => void again.push(index);
  const seen: number[] = [];
  sharing.progress.subscribe((now) => seen.push(now?.bytes ?? 0));
  await sharing.share(trip, about);
  expect(again.toSorted((a, b) => a - b)).toEqual([1, 3]);
  expect(sink.finished?.parts[0]).toBe(first);
  expect(seen).toContain(2 * PART_BYTES);
});

test('a cancelled share is discarded once nothing is being stored any more', async () => {
  const events: string[] = [];
  sink.onPut = async () => {
    sharing.cancel();
    await new Promise((resolve) => setTimeout(resolve));
    events.push('stored');
  };
  sink.discard = async (id) => void events.push(`discarded ${id}`);
  expect(await sharing.share(trip, about)).toEqual({ state: 'cancelled' });
  expect(events.at(-1)).toBe('discarded one');
  expect(sink.finished).toBeUndefined();
});

test('a share that is cancelled before the worker runs is discarded, too', async () => {
  const running = sharing.share(trip, about);
  sharing.cancel();
  expect(await running).toEqual({ state: 'cancelled' });
  expect(sink.discarded).toEqual(['one']);
});

test('a sink that has no room says so in its own words, and keeps nothing', async () => {
  sink.onPut = async () => {
    throw new SharingProblem('The disk is full.');
  };
  const end = await sharing.share(trip, about);
  expect(end).toEqual({ state: 'failed', message: 'The disk is full.' });
  expect(sink.discarded).toEqual(['one']);
});

test('a manifest that could not be kept leaves the parts for another try', async () => {
  sink.finish = async () => {
    throw new Error('no background');
  };
  expect(await sharing.share(trip, about)).toMatchObject({
    state: 'failed',
    message: expect.stringContaining('Nothing was shared') as string,
  });
  expect(sink.discarded).toEqual([]);
});

test.each([
  ['does not start', () => undefined],
  [
    'breaks down',
    ({ onLost }: SealWorkerEvents) => {
      setTimeout(onLost);
      return { send: () => {}, end: () => {} };
    },
  ],
])('a worker that %s is told, and what is stored stays', async (_, start) => {
  const end = await new BundleSharing(sink, { startWorker: start }).share(trip, about);
  expect(end).toMatchObject({
    state: 'failed',
    message: expect.stringMatching(/Reload this page/) as string,
  });
  expect(sink.discarded).toEqual([]);
});
