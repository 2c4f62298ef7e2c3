/** The parts of a held bundle come from its relays, for those who read it. */
import { CorruptError, RefusedError, sealPart } from '@mayfly/relay/client';
import { formatLink, type Link } from '@mayfly/relay/protocol';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { FETCH_ALARM } from '../../extension/background/read/bundle-fetches.ts';
import { viewBundle } from '../../extension/background/read/bundle-view.ts';
import { keepWithinQuota } from '../../extension/background/hold/eviction.ts';
import type { BundleView } from '../../extension/messages.ts';
import { DiskFullError } from '../../extension/store/disk-full.ts';
import { Pages } from '../../extension/store/pages.ts';
import { writeSettings } from '../../extension/store/settings.ts';
import { type Keeping, keepBundle, keepManifest, linkTo, makeBundle } from './bundle-scene.ts';
import { bytesOf, ELSEWHERE, HOME, keep, scene } from './scene.ts';

beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}));
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const ALL = { type: 'want', parts: 'all' } as const;

function want(...parts: readonly number[]) {
  return { type: 'want', parts } as const;
}

type Scene = ReturnType<typeof scene>;

/** Somebody who looks at the bundle of a link. */
function look(bundles: Scene['bundles'], link: Link) {
  const seen: BundleView[] = [];
  const viewing = viewBundle(bundles, formatLink(link), (view) => seen.push(view));
  const shows = (expected: object) => vi.waitFor(() => expect(seen.at(-1)).toMatchObject(expected));
  return { ...viewing, seen, shows };
}

/** A reader of a bundle of three parts, of which none is here. */
async function reader(keeping: Keeping = {}, count = 3) {
  const background = scene();
  const bundle = await makeBundle(count);
  const id = await keepBundle(background.pages, bundle, { held: [], ...keeping });
  await writeSettings({ knownRelays: [ELSEWHERE] });
  const link = linkTo(bundle, ...(keeping.relays ?? [HOME]));
  const viewer = look(background.bundles, link);
  await viewer.shows({ wanted: 0, failed: [] });
  const address = (index: number) => bundle.parts[index]?.address ?? bundle.address;
  const deliver = (index: number, relay = HOME) => {
    const bytes = bundle.parts[index]?.bytes;
    if (bytes) background.clientOf(relay).deliver(address(index), bytes);
  };
  const wants = (relay = HOME) =>
    background.clientOf(relay).said.filter((one) => /^(un)?want/.test(one));
  const hears = (...expected: readonly string[]) =>
    vi.waitFor(() => expect(wants()).toEqual(expected));
  return { ...background, bundle, id, link, viewer, address, deliver, wants, hears };
}

test('nothing is fetched before a wish; then three parts at a time, each stored and announced before it counts', async () => {
  const { viewer, clientOf, hears, address, deliver, pages, id } = await reader({}, 4);
  clientOf().open();
  await viewer.shows({ held: [] });
  await hears();
  viewer.take(ALL);
  await hears(`want ${address(0)}`, `want ${address(1)}`, `want ${address(2)}`);
  await viewer.shows({ held: [], wanted: 4 });
  deliver(1);
  await viewer.shows({ held: [1], wanted: 3 });
  expect(await pages.parts.heldOf(id)).toEqual([1]);
  expect(clientOf().said).toContain(`have ${address(1)}`);
  expect(clientOf().said).toContain(`want ${address(3)}`);
  for (const index of [0, 2, 3]) deliver(index);
  await viewer.shows({ held: [0, 1, 2, 3], wanted: 0 });
});

test('a wish for parts adds to the wanted ones, these first; stop wants nothing more', async () => {
  const { viewer, clientOf, hears, address } = await reader({}, 9);
  clientOf().open();
  viewer.take(want(5, 6));
  viewer.take(want(8));
  await hears(`want ${address(5)}`, `want ${address(6)}`, `want ${address(8)}`);
  viewer.take({ type: 'stop' });
  await viewer.shows({ wanted: 0 });
  expect(clientOf().said.filter((one) => one.startsWith('unwant'))).toHaveLength(3);
});

test('a page becomes a bundle when its viewer looks at it, whatever the link calls it', async () => {
  const { pages, bundles } = scene();
  const bundle = await makeBundle(2);
  await keepManifest(pages, bundle);
  const viewer = look(bundles, { ...linkTo(bundle), mediaType: 'text/plain' });
  await viewer.shows({ held: [], wanted: 0 });
  expect(await pages.get(bundle.address)).toMatchObject({
    bundle: { entries: 1, bytes: 200, parts: 2, heldParts: 0 },
  });
});

test('nothing is said of a bundle that is not held; it is once it comes', async () => {
  const { pages, bundles } = scene();
  const bundle = await makeBundle(2);
  const viewer = look(bundles, linkTo(bundle));
  viewer.take(ALL);
  await keepManifest(pages, bundle);
  await viewer.shows({ held: [], wanted: 2 });
  expect(await pages.get(bundle.address)).toMatchObject({ bundle: { isWanted: true } });
});

test('the rarest part comes first; the bundle is complete at as many as hold its rarest part', async () => {
  const { viewer, clientOf, hears, address } = await reader({}, 5);
  clientOf().open();
  [4, 3, 2, 5, 1].forEach((count, index) => clientOf().count(address(index), count));
  await viewer.shows({ complete: 1 });
  viewer.take(ALL);
  await hears(`want ${address(4)}`, `want ${address(2)}`, `want ${address(1)}`);
});

test('of a large bundle only some parts are watched, and nothing is said of who has it whole', async () => {
  const { viewer, clientOf, address } = await reader({}, 300);
  const watch = vi.spyOn(clientOf(), 'watch');
  viewer.take(ALL);
  await vi.waitFor(() => expect(watch).toHaveBeenCalledTimes(256));
  clientOf().open();
  for (let index = 0; index < 256; index++) clientOf().count(address(index), 1);
  await viewer.shows({ wanted: 300 });
  expect(viewer.seen.at(-1)).not.toHaveProperty('complete');
});

test('a part that nobody holds is told of, and comes as soon as somebody holds it', async () => {
  const { viewer, clientOf, hears, address, deliver } = await reader();
  clientOf().open();
  [1, 0, 0].forEach((count, index) => clientOf().count(address(index), count));
  viewer.take(ALL);
  await hears(`want ${address(0)}`);
  deliver(0);
  const failed = [1, 2].map((index) => ({ index, why: 'nobody' }));
  await viewer.shows({ held: [0], wanted: 2, failed });
  clientOf().count(address(2), 1);
  await hears(`want ${address(0)}`, `want ${address(2)}`);
  deliver(2);
  await viewer.shows({ held: [0, 2], failed: [{ index: 1, why: 'nobody' }] });
});

test('silent parts make way for others, and are asked for again later', async () => {
  const { viewer, clientOf, wants, address, deliver } = await reader({}, 4);
  clientOf().open();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  viewer.take(ALL);
  await vi.advanceTimersByTimeAsync(4_000);
  await vi.waitFor(() => expect(wants()).toContain(`want ${address(3)}`));
  for (const index of [0, 1, 2]) expect(wants()).toContain(`unwant ${address(index)}`);
  deliver(3);
  await vi.advanceTimersByTimeAsync(200);
  const failed = [0, 1, 2].map((index) => ({ index, why: 'nobody' }));
  await viewer.shows({ held: [3], failed });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(clientOf().said.filter((one) => one === `want ${address(0)}`)).toHaveLength(2);
});

describe('with two relays', () => {
  test('each serves the parts that it counts holders of', async () => {
    const { viewer, clientOf, wants, address } = await reader({ relays: [HOME, ELSEWHERE] }, 4);
    for (const relay of [HOME, ELSEWHERE]) clientOf(relay).open();
    [1, 0, 1, 0].forEach((count, index) => clientOf(HOME).count(address(index), count));
    [0, 1, 0, 1].forEach((count, index) => clientOf(ELSEWHERE).count(address(index), count));
    viewer.take(ALL);
    await vi.waitFor(() => expect(wants()).toEqual([`want ${address(0)}`, `want ${address(2)}`]));
    expect(wants(ELSEWHERE)).toEqual([`want ${address(1)}`]);
  });

  test('a part that one of them lies about comes from the other', async () => {
    const { viewer, clientOf, wants, address, deliver } = await reader({
      relays: [HOME, ELSEWHERE],
    });
    for (const relay of [HOME, ELSEWHERE]) clientOf(relay).open();
    viewer.take(want(1));
    await vi.waitFor(() => expect(wants()).toEqual([`want ${address(1)}`]));
    clientOf(HOME).refuse(address(1), new CorruptError(address(1)));
    await vi.waitFor(() => expect(wants(ELSEWHERE)).toEqual([`want ${address(1)}`]));
    deliver(1, ELSEWHERE);
    await viewer.shows({ held: [1], failed: [] });
  });

  test('one of the link is asked only if the user knows it', async () => {
    const { bundles, viewer, link, clients } = await reader();
    viewer.stop();
    const other = look(bundles, { ...link, relays: [ELSEWHERE, 'https://unknown.example'] });
    await other.shows({ held: [] });
    await vi.waitFor(() => expect(clients.map(({ relay }) => relay)).toContain(ELSEWHERE));
    expect(clients.map(({ relay }) => relay)).not.toContain('https://unknown.example');
  });
});

describe('a part that does not come', () => {
  test.each([
    ['bad', new CorruptError('0'.repeat(64) as never)],
    ['refused', new RefusedError('too-large', 'too large')],
  ])('is %s alone, and is tried again with the next wish', async (why, error) => {
    const { viewer, clientOf, address, deliver, wants } = await reader();
    clientOf().open();
    viewer.take(ALL);
    await vi.waitFor(() => expect(wants()).toHaveLength(3));
    clientOf().refuse(address(1), error);
    deliver(0);
    deliver(2);
    await viewer.shows({ held: [0, 2], wanted: 1, failed: [{ index: 1, why }] });
    viewer.take(ALL);
    await vi.waitFor(() => expect(wants().at(-1)).toBe(`want ${address(1)}`));
  });

  test('since its author sealed it wrongly is bad, and is not fetched again', async () => {
    const { bundles, pages, clientOf } = scene();
    const sound = await makeBundle(2);
    const wrong = await sealPart(new Uint8Array(99), sound.key ?? new Uint8Array(), 0);
    await keepBundle(pages, sound, { held: [1] });
    const viewer = look(bundles, linkTo(sound));
    await viewer.shows({ held: [1] });
    clientOf().open();
    viewer.take(ALL);
    const [part = sound.address] = sound.manifest.parts;
    await vi.waitFor(() => expect(clientOf().said).toContain(`want ${part}`));
    clientOf().deliver(part, wrong);
    await viewer.shows({ held: [1], failed: [{ index: 0, why: 'bad' }] });
    viewer.take(ALL);
    await viewer.shows({ failed: [{ index: 0, why: 'bad' }] });
    expect(clientOf().said.filter((one) => one === `want ${part}`)).toHaveLength(1);
  });

  test('for a full disk stops the others, until there may be room', async () => {
    const { viewer, pages, clientOf, address, deliver, wants } = await reader({}, 5);
    clientOf().open();
    const put = vi.spyOn(pages.parts, 'put').mockRejectedValue(new DiskFullError('no room'));
    viewer.take(ALL);
    await vi.waitFor(() => expect(wants()).toHaveLength(3));
    deliver(0);
    await viewer.shows({ held: [], failed: [{ index: 0, why: 'disk-full' }] });
    expect(wants()).toHaveLength(3);
    put.mockRestore();
    const other = await keep(pages, bytesOf('another page'));
    await pages.remove([other]);
    await vi.waitFor(() => expect(wants().slice(3)).toEqual([`want ${address(0)}`]));
  });

  test('into the store is not told of as missing, and comes again later', async () => {
    const { viewer, pages, clientOf, address, deliver, wants } = await reader({}, 1);
    clientOf().open();
    const put = vi.spyOn(pages.parts, 'put').mockRejectedValueOnce(new Error('cannot store'));
    viewer.take(ALL);
    await vi.waitFor(() => expect(wants()).toHaveLength(1));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    deliver(0);
    await vi.waitFor(() => expect(put).toHaveBeenCalledOnce());
    await vi.advanceTimersByTimeAsync(1_000);
    await viewer.shows({ held: [], wanted: 1, failed: [] });
    await vi.advanceTimersByTimeAsync(10_000);
    await vi.waitFor(() => expect(wants()).toEqual([`want ${address(0)}`, `want ${address(0)}`]));
    deliver(0);
    await viewer.shows({ held: [0], wanted: 0 });
  });

  test('while its relay is away waits for it', async () => {
    const { viewer, clientOf, address, hears } = await reader();
    clientOf().fail('gone');
    viewer.take(want(0));
    await viewer.shows({ failed: [{ index: 0, why: 'nobody' }] });
    await hears();
    clientOf().open();
    await hears(`want ${address(0)}`);
    await viewer.shows({ failed: [] });
  });
});

describe('a wish for all', () => {
  test('outlasts the viewer and the background, and only missing parts are fetched then', async () => {
    const { viewer, clientOf, deliver, pages, bundle, id, hears, address } = await reader();
    clientOf().open();
    viewer.take(ALL);
    await hears(...[0, 1, 2].map((index) => `want ${address(index)}`));
    viewer.stop();
    deliver(0);
    await vi.waitFor(async () => expect(await pages.parts.heldOf(id)).toEqual([0]));
    expect(await browser.alarms.get(FETCH_ALARM)).toBeDefined();

    const next = scene();
    await next.bundles.resume();
    await vi.waitFor(() => next.clientOf().open());
    await vi.waitFor(() => expect(next.clientOf().said).toContain(`want ${address(1)}`));
    expect(next.clientOf().said).not.toContain(`want ${address(0)}`);
    for (const index of [1, 2]) {
      next.clientOf().deliver(address(index), bundle.parts[index]!.bytes);
    }
    await vi.waitFor(async () => {
      const record = await next.pages.get(bundle.address);
      expect(record?.bundle).not.toHaveProperty('isWanted');
      expect(record?.bundle).toMatchObject({ heldParts: 3 });
    });
    await vi.waitFor(async () => expect(await browser.alarms.get(FETCH_ALARM)).toBeUndefined());
  });

  test('of one viewer goes on while another one looks, and ends when one of them stops it', async () => {
    const { viewer, bundles, link, pages, bundle } = await reader();
    const other = look(bundles, link);
    viewer.take(ALL);
    await other.shows({ wanted: 3 });
    other.take({ type: 'stop' });
    await viewer.shows({ wanted: 0 });
    await vi.waitFor(async () =>
      expect((await pages.get(bundle.address))?.bundle).not.toHaveProperty('isWanted'),
    );
  });

  test('ends with the bundle', async () => {
    const { viewer, seeding, bundle, clientOf, hears, address } = await reader({}, 1);
    clientOf().open();
    viewer.take(ALL);
    await hears(`want ${address(0)}`);
    await seeding.deletePages(bundle.address);
    await viewer.shows({ held: [], wanted: 0, failed: [] });
    await hears(`want ${address(0)}`, `unwant ${address(0)}`);
    viewer.stop();
    await vi.waitFor(async () => expect(await browser.alarms.get(FETCH_ALARM)).toBeUndefined());
    expect(clientOf().said).toContain('close');
  });
});

test('a bundle that is whole is not wanted any more', async () => {
  const { viewer, pages, bundle } = await reader({ held: [0, 1, 2] });
  const want = vi.spyOn(pages, 'want');
  viewer.take(ALL);
  await viewer.shows({ held: [0, 1, 2], wanted: 0 });
  expect(want).not.toHaveBeenCalled();
  expect((await pages.get(bundle.address))?.bundle).not.toHaveProperty('isWanted');
});

test('a part that is lost meanwhile is told of, and fetched again', async () => {
  const { viewer, pages, id, clientOf, hears, address } = await reader({ held: [0, 1] });
  clientOf().open();
  viewer.take(ALL);
  await hears(`want ${address(2)}`);
  await pages.parts.remove(id, 0);
  await viewer.shows({ held: [1], wanted: 2 });
  await hears(`want ${address(2)}`, `want ${address(0)}`);
});

test('a part that a viewer found damaged and deleted is fetched again when it is wanted', async () => {
  const { viewer, id, clientOf, hears, address } = await reader({ held: [0, 1, 2] });
  clientOf().open();
  await viewer.shows({ held: [0, 1, 2] });
  await new Pages().parts.remove(id, 1);
  viewer.take(want(1));
  await viewer.shows({ held: [0, 2], wanted: 1 });
  await hears(`want ${address(1)}`);
});

test('a bundle is no room for others while somebody reads it', async () => {
  const { viewer, deps, pages, bundle } = await reader({ held: [0, 1, 2] });
  const newer = await makeBundle(3);
  await keepBundle(pages, newer, { addedAt: 9 });
  await writeSettings({ viewedBytes: 10 });
  await keepWithinQuota(deps);
  expect(await pages.get(bundle.address)).toBeDefined();
  viewer.stop();
  await keepWithinQuota(deps);
  expect(await pages.get(bundle.address)).toBeUndefined();
});

test('a public bundle is fetched as it is', async () => {
  const { pages, bundles, clientOf } = scene();
  const bundle = await makeBundle(1, { isSealed: false });
  await keepManifest(pages, bundle);
  const viewer = look(bundles, linkTo(bundle));
  viewer.take(ALL);
  await viewer.shows({ wanted: 1 });
  clientOf().open();
  const [part] = bundle.parts;
  await vi.waitFor(() => expect(clientOf().said).toContain(`want ${part?.address}`));
  if (part) clientOf().deliver(part.address, part.bytes);
  await viewer.shows({ held: [0], wanted: 0 });
});

test('a link that is none shows nothing', () => {
  const { bundles } = scene();
  const report = vi.fn<(view: BundleView) => void>();
  const viewing = viewBundle(bundles, 'no link', report);
  viewing.take(ALL);
  viewing.stop();
  expect(report).not.toHaveBeenCalled();
});
