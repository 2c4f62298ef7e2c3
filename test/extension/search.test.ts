import { addressOf } from '@mayfly/relay/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Relays } from '../../extension/background/relays.ts';
import { GRACE_MS, Search } from '../../extension/background/read/page-search.ts';
import { FakeClient } from './fake-client.ts';
import { bytesOf, ELSEWHERE, HOME } from './scene.ts';

const bytes = bytesOf('hello');
const address = await addressOf(bytes);

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

/** A search for a page at home, and elsewhere where that does not help. */
function search() {
  const home = new FakeClient(HOME);
  const elsewhere = new FakeClient(ELSEWHERE);
  const relays = new Relays({ connect: (relay) => (relay === HOME ? home : elsewhere) });
  const begun = new Search({ relays, address, first: HOME, others: [ELSEWHERE], onChange() {} });
  return { search: begun, home, elsewhere, relays };
}

test('a relay that keeps silent is not waited for beyond the grace', async () => {
  const { search: begun, home, elsewhere } = search();
  const found = begun.find();
  home.open();
  home.count(address, 5);
  vi.advanceTimersByTime(GRACE_MS - 1);
  expect(elsewhere.said).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(elsewhere.said).toEqual([`want ${address}`]);
  elsewhere.deliver(address, bytes);
  expect(await found).toEqual({ relay: ELSEWHERE, bytes });
});

test('one that stops on the way is not waited for either, and the copy that is further is told of', async () => {
  const { search: begun, home, elsewhere } = search();
  void begun.find();
  home.open();
  vi.advanceTimersByTime(GRACE_MS - 1);
  home.progress(1, 5);
  vi.advanceTimersByTime(GRACE_MS - 1);
  expect(elsewhere.said).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(elsewhere.said).toEqual([`want ${address}`]);
  elsewhere.progress(3, 5);
  expect(begun.progress).toEqual({ received: 3, total: 5 });
  home.emit({ type: 'corrupt', address });
  elsewhere.emit({ type: 'corrupt', address });
  expect(begun.progress).toBeUndefined();
});

test('counts are those of relays that are there', () => {
  const { search: begun, home, elsewhere } = search();
  void begun.find();
  home.open();
  home.count(address, 0);
  elsewhere.open();
  elsewhere.count(address, 3);
  expect(begun.holders).toBe(3);
  elsewhere.fail('gone');
  expect(begun.holders).toBe(0);
  expect(begun.connection).toMatchObject({ state: 'open' });
});

test('nothing is wanted before it is said so, and nothing afterwards', () => {
  const { search: begun, home, elsewhere, relays } = search();
  home.fail('refused');
  expect([home.said, elsewhere.said]).toEqual([[], []]);
  void begun.find();
  expect(elsewhere.said).toEqual([`want ${address}`]);
  begun.stop();
  expect(home.said).toEqual([`want ${address}`, `unwant ${address}`, 'close']);
  expect(elsewhere.said).toEqual([`want ${address}`, `unwant ${address}`, 'close']);
  expect(relays.inUse()).toEqual([]);
  vi.advanceTimersByTime(2 * GRACE_MS);
  expect(relays.inUse()).toEqual([]);
});
