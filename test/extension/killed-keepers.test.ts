/** A worker that is killed at any of its steps, while a page is stored for a keeper or deleted: nothing is forgotten. */
import { addressOf } from '@mayfly/relay/client';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Pages } from '../../extension/store/pages.ts';
import { letWorkersDie, MortalWorker } from './mortal.ts';
import { bytesOf, HOME } from './scene.ts';

const BYTES = bytesOf('for the attic');
const KEEPER = await addressOf(bytesOf('the keeper'));
const page = {
  address: await addressOf(BYTES),
  mediaType: 'text/plain',
  title: 'For the attic',
  origin: 'published' as const,
  relays: [HOME],
  addedAt: 1,
};

beforeEach(letWorkersDie);
afterEach(() => vi.restoreAllMocks());

/** Alice's browser, which has a keeper. */
async function withKeeper(): Promise<Pages> {
  globalThis.indexedDB = new IDBFactory();
  const pages = new Pages();
  await pages.keepers.add({
    ...{ id: KEEPER, code: '', name: 'Attic', relay: HOME, relays: [HOME], addedAt: 1 },
    ...{ device: new Uint8Array(16), count: 0, lastSeenAt: 1 },
    ...{ pages: 0, usedBytes: 0, maxBytes: 1_000 },
  });
  return pages;
}

/** Does `act` in a worker that is killed at its first operation, at its second, and so on; looks at what is left. */
async function killedAnywhere(
  act: (pages: Pages) => Promise<unknown>,
  look: (left: Pages) => Promise<void>,
  prepare: (pages: Pages) => Promise<unknown> = async () => undefined,
): Promise<number> {
  for (let nth = 1; ; nth++) {
    await prepare(await withKeeper());
    const worker = new MortalWorker();
    worker.strikeAt(nth, 'killed');
    await Promise.race([worker.run(() => act(new Pages())), worker.died]);
    await look(new Pages());
    if (!worker.isStruck) return nth - 1;
  }
}

const store = (pages: Pages) => pages.put(page, BYTES, { keepers: [KEEPER] });
const tasksIn = async (pages: Pages) =>
  (await pages.keepers.tasksOf(KEEPER)).map(({ type }) => type);

test('a page that is there is asked for, and nothing is asked for that is not there', async () => {
  const seen = new Set<boolean>();
  const kills = await killedAnywhere(store, async (left) => {
    const record = await left.get(page.address);
    seen.add(record !== undefined);
    expect(await tasksIn(left)).toEqual(record ? ['keep'] : []);
    expect(record?.keptBy).toEqual(record && [{ keeper: KEEPER, state: 'coming' }]);
  });
  expect(kills).toBeGreaterThan(3);
  expect(seen).toEqual(new Set([false, true]));
});

test('a page that is deleted is to be deleted at its keeper, and no other', async () => {
  const seen = new Set<boolean>();
  const look = async (left: Pages) => {
    const isHeld = (await left.get(page.address)) !== undefined;
    seen.add(isHeld);
    expect(await tasksIn(left)).toEqual([isHeld ? 'keep' : 'release']);
  };
  const kills = await killedAnywhere((pages) => pages.remove([page.address]), look, store);
  expect(kills).toBeGreaterThan(3);
  expect(seen).toEqual(new Set([false, true]));
});

test('a keeper that is removed with its copies is left only after it was asked to delete them', async () => {
  const look = async (left: Pages) => {
    const keeper = await left.keepers.get(KEEPER);
    const record = await left.get(page.address);
    expect(await tasksIn(left)).toEqual([keeper?.isLeaving ? 'release' : 'keep']);
    expect(record?.keptBy === undefined).toBe(keeper?.isLeaving === true);
  };
  const remove = (pages: Pages) => pages.keepers.remove(KEEPER, { hasCopies: true });
  expect(await killedAnywhere(remove, look, store)).toBeGreaterThan(3);
});
