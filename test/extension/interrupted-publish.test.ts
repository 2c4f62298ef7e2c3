/** Publishing, cut short at each of its steps. */
import { addressOf } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import type { Draft } from '@mayfly/relay/words';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { uploadSource } from '../../extension/background/hold/uploaded-pages.ts';
import { settle, share } from '../../extension/background/share/publication.ts';
import { CHUNK_BYTES } from '../../extension/store/chunks.ts';
import { openDatabase } from '../../extension/store/database.ts';
import { readSettings, writeSettings } from '../../extension/store/settings.ts';
import { type Blow, letWorkersDie, MortalWorker } from './mortal.ts';
import { bytesOf, HOME, keep, longPage, scene } from './scene.ts';

const LARGE = longPage(CHUNK_BYTES + 100);
const publication = { bytes: LARGE, mediaType: 'text/plain', isSealed: false };
const draft: Draft = { text: 'being written', mediaType: 'text/plain' };
const address = await addressOf(LARGE);

/** Alice's worker, which is connected, and holds a page. */
async function startWorker() {
  const background = scene();
  background.relays.use(HOME);
  background.clientOf().open();
  const mine = await keep(background.pages, bytesOf('mine'));
  return { ...background, mine };
}

/** Publishes with a blow at that operation; what came of it, and whether it was come to at all. */
async function publishUnder(nth: number, blow: Blow) {
  const worker = new MortalWorker();
  return await worker.run(async () => {
    const { deps, mine } = await startWorker();
    await writeSettings({ draft, lifetime: 'day' });
    worker.strikeAt(nth, blow);
    const sharing = settle(share(deps, [HOME], publication));
    const shared = await Promise.race([sharing, worker.died]);
    return { shared: shared ?? undefined, isStruck: worker.isStruck, mine, deps };
  });
}

/** The pages that the next worker finds, shows and serves. */
async function found(mine: Address) {
  const { pages, uploadPolicy, seeding, expiry } = scene();
  await expiry.sweep();
  await seeding.refresh();
  const source = uploadSource({ pages, uploadPolicy, relay: HOME });
  const record = await pages.get(address);
  const served = await source.read(address, 0, LARGE.length);
  const chunks = await (await openDatabase()).getAllKeys('chunks');
  return {
    isHeld: record !== undefined,
    isServed: served !== undefined,
    isWhole: served !== undefined && Buffer.compare(served.bytes, LARGE) === 0,
    isListed: (await pages.all()).some((page) => page.address === address),
    isAnnounced: (await source.addresses()).includes(address),
    isCounted: (await pages.count()) === 2,
    chunks: chunks.filter(([of]) => of === address).length,
    mine: (await pages.read(mine, 0, 9))?.bytes,
    draft: (await readSettings()).draft,
  };
}

const BESIDE = { mine: bytesOf('mine'), draft };
const ALL = { isHeld: true, isServed: true, isWhole: true, isListed: true };
const WHOLE = { ...BESIDE, ...ALL, isAnnounced: true, isCounted: true, chunks: 2 };
const NONE = { isHeld: false, isServed: false, isWhole: false, isListed: false };
const NOTHING = { ...BESIDE, ...NONE, isAnnounced: false, isCounted: false, chunks: 0 };

describe('a publish', () => {
  beforeEach(() => {
    letWorkersDie();
    vi.spyOn(console, 'error').mockImplementation(() => {});
  });
  afterEach(() => vi.restoreAllMocks());

  /** Looks at a publish that was cut at the first operation, at the second, and so on until none is left to cut. */
  async function cutEverywhere(
    blow: Blow,
    look: (cut: Awaited<ReturnType<typeof publishUnder>>) => Promise<void>,
  ) {
    for (let nth = 1; ; nth++) {
      globalThis.indexedDB = new IDBFactory();
      const cut = await publishUnder(nth, blow);
      if (!cut.isStruck) return nth - 1;
      await look(cut);
    }
  }

  test('killed at any operation is there whole or not at all, and the next one succeeds', async () => {
    const seen = new Set<boolean>();
    const operations = await cutEverywhere('killed', async ({ shared, mine }) => {
      const left = await found(mine);
      expect(left).toEqual(left.isHeld ? WHOLE : NOTHING);
      if (shared) expect(left).toEqual(WHOLE);
      seen.add(left.isHeld);
      const again = await startWorker();
      expect(await share(again.deps, [HOME], publication)).toMatchObject({
        outcome: 'shared',
        address,
      });
      expect(await found(mine)).toEqual(WHOLE);
    });
    expect(operations).toBeGreaterThan(10);
    expect(seen).toEqual(new Set([true, false]));
  });

  test.each([
    ['a disk that is full', () => new DOMException('full', 'QuotaExceededError')],
    ['a disk that fails', () => new DOMException('broken', 'UnknownError')],
  ])(
    'under %s at any operation is acknowledged where it is kept, and nowhere else; the next one succeeds',
    async (_, blow) => {
      await cutEverywhere(blow, async ({ shared, mine, deps }) => {
        expect(await found(mine)).toEqual(shared?.outcome === 'shared' ? WHOLE : NOTHING);
        expect(await share(deps, [HOME], publication)).toMatchObject({ outcome: 'shared' });
        expect(await found(mine)).toEqual(WHOLE);
      });
    },
  );
});
