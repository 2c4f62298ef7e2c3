/** Alice's pages are kept by her keeper: it is asked until it has them, and to delete what she deletes. */
import { assert, beforeEach, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { addKeeper } from '../../extension/background/keep/keeper-pairing.ts';
import { KEEPERS_ALARM } from '../../extension/background/keep/keeping.ts';
import { settle } from '../../extension/background/share/publication.ts';
import { shareText } from '../../extension/background/share/share-draft.ts';
import { LibraryReporter } from '../../extension/background/watch/library-view.ts';
import { keepBadge } from '../../extension/background/tell/badge.ts';
import { viewKeepers } from '../../extension/background/watch/keeper-list.ts';
import type { KeeperView, LibraryUpdate } from '../../extension/messages.ts';
import { Pages } from '../../extension/store/pages.ts';
import { writeSettings } from '../../extension/store/settings.ts';
import { consequence } from '../../extension/ui/delete-dialog.tsx';
import { isOnlyOwn } from '../../extension/ui/only-copy.ts';
import { keepBundle, madeBundle } from './made-bundle.ts';
import { KeeperScene } from './keeper-scene.ts';
import { ELSEWHERE, HOME } from './scene.ts';

beforeEach(() => {
  const platform = { os: 'linux', arch: 'x86-64', nacl_arch: 'x86-64' };
  vi.spyOn(browser.runtime, 'getPlatformInfo').mockImplementation((() => platform) as never);
});

type Worker = ReturnType<KeeperScene['startWorker']>;

/** Alice's browser after she added her keeper. */
async function paired() {
  const keeper = await KeeperScene.begin();
  const worker = keeper.startWorker();
  expect(await addKeeper(worker.deps, keeper.code)).toEqual({ outcome: 'added', name: 'Attic' });
  return { keeper, worker, id: keeper.pairing.address };
}

async function share({ deps }: Worker, text = 'hello') {
  const shared = await settle(shareText(deps, { text, mediaType: 'text/plain' }));
  assert(shared.outcome === 'shared');
  return shared;
}

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  await vi.waitFor(async () => expect(await isTrue()).toBe(true), { timeout: 5_000 });
}

async function stateOf({ pages }: Pick<Worker, 'pages'>, address: string) {
  const page = await pages.get(address as Parameters<Pages['get']>[0]);
  return page?.keptBy?.map(({ state }) => state);
}

test('a keeper is added once it has answered, and knows the browser by a name', async () => {
  const { keeper, worker, id } = await paired();
  expect(await worker.pages.keepers.get(id)).toMatchObject({ name: 'Attic', relay: ELSEWHERE });
  expect([...keeper.devices.devices.values()]).toMatchObject([{ name: 'Firefox, Linux' }]);
  expect(await addKeeper(worker.deps, keeper.code)).toEqual({ outcome: 'present', name: 'Attic' });
});

test.each([
  ['https://relay.example', 'not-a-code'],
  [`https://relay.example/${'a'.repeat(64)}#h=short`, 'cut-off'],
] as const)('%j adds no keeper: %s', async (text, problem) => {
  const worker = (await KeeperScene.begin()).startWorker();
  expect(await addKeeper(worker.deps, text)).toEqual({ outcome: 'failed', problem });
});

test('a keeper that does not answer is not added', async () => {
  const keeper = await KeeperScene.begin();
  keeper.isAway = true;
  const worker = keeper.startWorker();
  const trial = await addKeeper(worker.deps, keeper.code);
  expect(trial).toEqual({ outcome: 'failed', problem: 'away' });
  expect(await worker.pages.keepers.all()).toEqual([]);
});

test('a new page is on its way to the keeper at once, and kept when the keeper says so', async () => {
  const { keeper, worker } = await paired();
  const { address, goesHome } = await share(worker);
  expect(goesHome).toBe(true);
  await until(() => keeper.ledger.orders.has(address));
  expect(await stateOf(worker, address)).toEqual(['coming']);
  keeper.ledger.here.add(address);
  await worker.keeping.refresh();
  await until(async () => (await stateOf(worker, address))?.[0] === 'kept');
  expect(await worker.pages.keepers.tasksOf(keeper.pairing.address)).toEqual([]);
});

test('a page is announced at the relay of the keeper, too, and its link names both', async () => {
  const { worker } = await paired();
  const { address, link } = await share(worker);
  expect((await worker.pages.get(address))?.relays).toEqual([HOME, ELSEWHERE]);
  expect(link).toMatch(`${HOME}/`);
});

test('with the switch off, the keeper is asked nothing', async () => {
  const { keeper, worker } = await paired();
  await writeSettings({ keepsAtHome: false });
  const { address, goesHome } = await share(worker);
  expect(goesHome).toBeUndefined();
  expect((await worker.pages.get(address))?.relays).toEqual([HOME]);
  expect(await worker.pages.keepers.tasksOf(keeper.pairing.address)).toEqual([]);
});

test('a keeper that is away is asked when it is back, by the next worker too', async () => {
  const { keeper, worker, id } = await paired();
  keeper.isAway = true;
  const { address } = await share(worker);
  await until(() => worker.keeping.problemOf(id) === 'away');
  expect(await browser.alarms.get(KEEPERS_ALARM)).toBeDefined();
  keeper.isAway = false;
  const next = keeper.startWorker();
  await next.keeping.refresh();
  await until(() => keeper.ledger.orders.has(address));
});

test('a page that is deleted here is deleted at the keeper', async () => {
  const { keeper, worker, id } = await paired();
  const { address } = await share(worker);
  await until(() => keeper.ledger.orders.has(address));
  await worker.seeding.deletePages(address);
  await until(() => !keeper.ledger.orders.has(address));
  await until(async () => (await worker.pages.keepers.tasksOf(id)).length === 0);
});

test('a page that is deleted while the keeper is away is never asked for', async () => {
  const { keeper, worker, id } = await paired();
  keeper.isAway = true;
  const { address } = await share(worker);
  await worker.seeding.deletePages(address);
  expect(await worker.pages.keepers.tasksOf(id)).toMatchObject([{ type: 'release' }]);
  keeper.isAway = false;
  const next = keeper.startWorker();
  await next.keeping.refresh();
  await until(async () => (await next.pages.keepers.tasksOf(id)).length === 0);
  expect(keeper.ledger.orders.size).toBe(0);
});

test('an answer to an earlier task ends no later one', async () => {
  const { worker, id } = await paired();
  const { address } = await share(worker);
  const [before] = await worker.pages.keepers.tasksOf(id);
  await worker.expiry.keepFor([address], 'hour');
  assert(before);
  await worker.pages.keepers.note(before, { keeper: id, state: 'kept', at: 1 });
  expect(await worker.pages.keepers.tasksOf(id)).toHaveLength(1);
  expect(await stateOf(worker, address)).toEqual(['coming']);
});

test('another lifetime of a page reaches the keeper', async () => {
  const { keeper, worker } = await paired();
  const { address } = await share(worker);
  await until(() => keeper.ledger.orders.has(address));
  expect(keeper.ledger.orders.get(address)?.until).toBeUndefined();
  worker.now.mockReturnValue(Date.now());
  await worker.expiry.keepFor([address], 'day');
  await until(() => (keeper.ledger.orders.get(address)?.until ?? 0) > Date.now() / 1_000);
});

test('a keeper without room says so, and is not asked again', async () => {
  const { keeper, worker, id } = await paired();
  keeper.ledger.maxBytes = 10;
  const { address } = await share(worker);
  await until(async () => (await stateOf(worker, address))?.[0] === 'no-room');
  expect(await worker.pages.keepers.tasksOf(id)).toEqual([]);
});

test('a bundle is asked for with all its parts', async () => {
  const { keeper, worker, id } = await paired();
  const bundle = await madeBundle();
  await keepBundle(worker.pages, bundle, undefined, { relays: [ELSEWHERE] });
  const record = await worker.pages.get(bundle.address);
  assert(record);
  await worker.pages.put(record, bundle.page, { keepers: [id] });
  await until(() => keeper.ledger.orders.has(bundle.address));
  const parts = bundle.parts.map(({ address }) => address);
  expect(keeper.ledger.orders.get(bundle.address)?.parts).toEqual(parts);
});

test('a removed keeper keeps its copies, or goes once it has deleted them', async () => {
  const { keeper, worker, id } = await paired();
  const { address } = await share(worker);
  await until(() => keeper.ledger.orders.has(address));
  keeper.isAway = true;
  await worker.keeping.remove(id, true);
  expect(await stateOf(worker, address)).toBeUndefined();
  expect(await worker.pages.keepers.present()).toEqual([]);
  expect(await worker.pages.keepers.get(id)).toMatchObject({ isLeaving: true });
  keeper.isAway = false;
  await worker.keeping.refresh();
  await until(async () => (await worker.pages.keepers.get(id)) === undefined);
  expect(keeper.ledger.orders.size).toBe(0);
});

test('a keeper that is removed with its copies left there is forgotten at once', async () => {
  const { keeper, worker, id } = await paired();
  const { address } = await share(worker);
  await until(() => keeper.ledger.orders.has(address));
  await worker.keeping.remove(id, false);
  expect(await worker.pages.keepers.all()).toEqual([]);
  expect(await worker.pages.keepers.tasksOf(id)).toEqual([]);
  expect(keeper.ledger.orders.has(address)).toBe(true);
});

test('no request of two workers has the same count', async () => {
  const { worker, id } = await paired();
  const { keepers } = worker.pages;
  const turns = await Promise.all([
    keepers.nextTurn(id, 0),
    new Pages().keepers.nextTurn(id, 0),
    keepers.nextTurn(id, 40),
  ]);
  expect(new Set(turns.map(({ count }) => count)).size).toBe(3);
});

test('the options hear of each keeper: its room, and that it does not answer', async () => {
  const { keeper, worker } = await paired();
  let views: readonly KeeperView[] = [];
  keeper.isAway = true;
  const stop = viewKeepers(worker, (now) => (views = now));
  await until(() => views[0]?.problem === 'away');
  expect(views).toMatchObject([{ name: 'Attic', maxBytes: 1_000_000, waiting: 0 }]);
  expect(JSON.stringify(views)).not.toContain('#h=');
  stop();
});

test('the library says where each page is kept', async () => {
  const { keeper, worker } = await paired();
  const { address } = await share(worker);
  const updates: LibraryUpdate[] = [];
  const reporter = new LibraryReporter(worker.deps, (update) => updates.push(update));
  const homes = () =>
    updates
      .flatMap((update) => (update.type === 'pages' ? update.pages : []))
      .findLast((page) => page.address === address)?.homes;
  await until(() => homes()?.[0]?.state === 'coming');
  keeper.ledger.here.add(address);
  await worker.keeping.refresh();
  await until(() => homes()?.[0]?.state === 'kept');
  expect(homes()).toEqual([{ name: 'Attic', state: 'kept' }]);
  reporter.stop();
});

test('a page that the keeper has is no last copy, on the button neither', async () => {
  const { keeper, worker } = await paired();
  const title = vi.spyOn(browser.action, 'setTitle').mockResolvedValue();
  for (const part of ['setBadgeText', 'setBadgeBackgroundColor', 'setIcon'] as const) {
    vi.spyOn(browser.action, part).mockResolvedValue();
  }
  const stop = keepBadge(worker.deps);
  const { address } = await share(worker);
  await until(() => {
    for (const relay of [HOME, ELSEWHERE]) worker.clientOf(relay).count(address, 1);
    return title.mock.lastCall?.[0].title === 'Mayfly: 1 page kept, by nobody else';
  });
  keeper.ledger.here.add(address);
  await worker.keeping.refresh();
  await until(() => title.mock.lastCall?.[0].title === 'Mayfly: 1 page kept');
  stop();
});

test.each([
  ['nobody has counted', undefined, 1, false],
  ['only this browser and the keeper have it', 2, 1, true],
  ['the keeper has it, and its relay does not see it now', 1, 1, true],
  ['a reader has it too', 3, 1, false],
  ['no keeper has it', 1, 0, true],
])('a deletion warns as it must: %s', (_, holders, atKeepers, isLast) => {
  expect(isOnlyOwn(holders, atKeepers)).toBe(isLast);
});

test('the question before a deletion names the keeper', () => {
  const deletion = { count: 1, onlyCopies: 1, uncounted: 0 };
  expect(consequence({ ...deletion, atKeepers: 1 })).toMatch(/^Only you and your keeper/);
  expect(consequence({ ...deletion, atKeepers: 0 })).toMatch(/^You have the only copy/);
});
