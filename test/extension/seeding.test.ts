import { expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { WAKE_ALARM } from '../../extension/background/hold/seeding.ts';
import { bytesOf, ELSEWHERE, HOME, keep, longPage, scene } from './scene.ts';

test('with nothing held there is no connection and no alarm', async () => {
  const { seeding, clients } = scene();
  await seeding.refresh();
  expect(clients).toEqual([]);
  expect(await fakeBrowser.alarms.getAll()).toEqual([]);
});

test('a start connects to each relay where a page is held, and sets the alarm that comes after a kill', async () => {
  const { seeding, pages, clients } = scene();
  await keep(pages, bytesOf('1'), [HOME]);
  await keep(pages, bytesOf('2'), [HOME, ELSEWHERE]);
  await seeding.refresh();
  expect(clients.map((client) => client.relay)).toEqual([HOME, ELSEWHERE]);
  expect(await fakeBrowser.alarms.get(WAKE_ALARM)).toMatchObject({ periodInMinutes: 0.5 });
});

test('waking again and again changes nothing', async () => {
  const { seeding, pages, clients } = scene();
  await keep(pages, bytesOf('1'));
  await Promise.all([seeding.refresh(), seeding.refresh(), seeding.refresh()]);
  expect(clients).toHaveLength(1);
  expect(clients[0]?.said).toEqual([]);
});

test('the last page of a relay takes the connection with it, and the last of all the alarm', async () => {
  const { seeding, pages, clientOf } = scene();
  const first = await keep(pages, bytesOf('1'), [HOME]);
  const second = await keep(pages, bytesOf('2'), [ELSEWHERE]);
  await seeding.refresh();
  await seeding.deletePages(first);
  expect(clientOf(HOME).said).toEqual([`drop ${first}`, 'close']);
  expect(await fakeBrowser.alarms.get(WAKE_ALARM)).toBeDefined();
  await seeding.deletePages(second);
  expect(clientOf(ELSEWHERE).said).toEqual([`drop ${second}`, 'close']);
  expect(await fakeBrowser.alarms.get(WAKE_ALARM)).toBeUndefined();
});

test('a connection that somebody else uses outlives the last page', async () => {
  const { seeding, pages, relays, clientOf } = scene();
  const address = await keep(pages, bytesOf('1'));
  await seeding.refresh();
  const lease = relays.use(HOME);
  await seeding.deletePages(address);
  expect(clientOf().said).toEqual([`drop ${address}`]);
  lease.release();
  lease.release();
  expect(clientOf().said).toEqual([`drop ${address}`, 'close']);
});

test('a stopped page is gone from the store before its relay is told', async () => {
  const { seeding, pages } = scene();
  const address = await keep(pages, bytesOf('1'));
  await seeding.deletePages(address);
  expect(await pages.get(address)).toBeUndefined();
  expect(await pages.ofRelay(HOME)).toEqual([]);
});

test('a failure of the store does not stop later refreshes', async () => {
  const { seeding, pages, clients } = scene();
  await keep(pages, bytesOf('1'));
  vi.spyOn(pages, 'relays').mockRejectedValueOnce(new Error('the disk is away'));
  await expect(seeding.refresh()).rejects.toThrow('the disk is away');
  await seeding.refresh();
  expect(clients).toHaveLength(1);
});

test('what is handed to other readers is counted, and many ranges are one write', async () => {
  const { seeding, pages, clientOf } = scene();
  const bytes = longPage(1_000);
  const address = await keep(pages, bytes);
  await seeding.refresh();
  const write = vi.spyOn(pages, 'addServed');
  const counted = new Promise((resolve) => pages.subscribe(resolve));
  for (let from = 0; from < 1_000; from += 10) {
    clientOf().emit({ type: 'served', address, from, length: 10 });
  }
  clientOf().emit({ type: 'served', address, from: 0, length: 10 });
  await counted;
  expect(write).toHaveBeenCalledTimes(1);
  expect(await pages.get(address)).toMatchObject({ servedBytes: 1_010, servedTimes: 2 });
});

test('pages let go of together are taken back at each of their relays', async () => {
  const { seeding, pages, clientOf } = scene();
  const first = await keep(pages, bytesOf('1'), [HOME]);
  const second = await keep(pages, bytesOf('2'), [HOME, ELSEWHERE]);
  await seeding.refresh();
  await seeding.deletePages(first, second);
  expect(clientOf(HOME).said).toEqual([`drop ${first}`, `drop ${second}`, 'close']);
  expect(clientOf(ELSEWHERE).said).toEqual([`drop ${second}`, 'close']);
});

test('a page that is shared again at one relay as it is let go of is taken back at the other alone', async () => {
  const { seeding, pages, uploadPolicy, clientOf } = scene();
  const address = await keep(pages, bytesOf('1'), [HOME, ELSEWHERE]);
  const other = await keep(pages, bytesOf('2'), [HOME, ELSEWHERE]);
  await seeding.refresh();
  const uploads = uploadPolicy.uploads.bind(uploadPolicy);
  vi.spyOn(uploadPolicy, 'uploads').mockImplementationOnce(async () => {
    await keep(pages, bytesOf('1'), [HOME]);
    return uploads();
  });
  await seeding.deletePages(address);
  expect(await pages.get(address)).toBeDefined();
  expect(clientOf(HOME).said).toEqual([]);
  expect(clientOf(ELSEWHERE).said).toEqual([`drop ${address}`]);
  expect(await pages.get(other)).toBeDefined();
});
