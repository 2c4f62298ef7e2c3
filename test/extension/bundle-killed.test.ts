/** Workers that are killed at each step of a bundle on its way here. */
import type { Address } from '@mayfly/relay/protocol';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { BundleView } from '../../extension/messages.ts';
import { keepManifest, linkTo, makeBundle } from './bundle-scene.ts';
import { FakeClient } from './fake-client.ts';
import { letWorkersDie, MortalWorker } from './mortal.ts';
import { HOME, scene } from './scene.ts';

const COUNT = 5;
const bundle = await makeBundle(COUNT);

/** The parts that went over the network, in order. */
let fetched: Address[];

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  letWorkersDie();
  const pages = new Map(bundle.parts.map(({ address, bytes }) => [address, bytes]));
  vi.spyOn(FakeClient.prototype, 'fetch').mockImplementation((address) => {
    fetched.push(address);
    return Promise.resolve(pages.get(address) ?? new Uint8Array());
  });
});
afterEach(() => vi.restoreAllMocks());

/** A worker at whose relay all parts are, with a tab of the bundle. */
function open() {
  const background = scene();
  background.relays.use(HOME);
  background.clientOf().open();
  const link = linkTo(bundle);
  const seen: BundleView[] = [];
  const reading = background.bundles.read({
    link,
    onProgress: () => {},
    onChange: () => {
      const view = reading.view();
      if (view) seen.push(view);
    },
  });
  return { ...background, reading, seen };
}

/** What the tab was told before the worker was killed at that operation. */
async function fetchUntil(nth: number) {
  const worker = new MortalWorker();
  return await worker.run(async () => {
    const { reading, seen } = open();
    worker.strikeAt(nth, 'killed');
    reading.take({ type: 'want', parts: 'all' });
    const whole = vi.waitFor(() => expect(seen.at(-1)?.held).toHaveLength(COUNT), 5_000);
    await Promise.race([whole, worker.died]);
    return { told: seen.at(-1), isStruck: worker.isStruck };
  });
}

test(
  'a worker killed at any moment has lost no part of which it told, and the next one fetches only what is missing',
  { timeout: 120_000 },
  async () => {
    for (let nth = 1, isStruck = true; isStruck; nth += 1) {
      globalThis.indexedDB = new IDBFactory();
      fetched = [];
      await keepManifest(scene().pages, bundle);
      const first = await fetchUntil(nth);
      isStruck = first.isStruck;

      const next = open();
      const { id = '' } = (await next.pages.get(bundle.address))?.bundle ?? {};
      const stored = id ? await next.pages.parts.heldOf(id) : [];
      expect(stored).toEqual(expect.arrayContaining([...(first.told?.held ?? [])]));
      next.reading.take({ type: 'want', parts: 'all' });
      await vi.waitFor(() => expect(next.seen.at(-1)?.held).toHaveLength(COUNT), 5_000);
      expect(await next.pages.get(bundle.address)).toMatchObject({
        bundle: { heldParts: COUNT, parts: COUNT },
      });
      // Only the parts in flight are fetched twice.
      expect(fetched.length).toBeLessThanOrEqual(COUNT + 3);
      next.reading.end();
    }
  },
);
