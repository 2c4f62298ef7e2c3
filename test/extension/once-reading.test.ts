/** Bob's extension opens a once link of alice's. */
import { RefusedError } from '@mayfly/relay/client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { StoreError } from '../../extension/store/store-error.ts';
import { writeSettings } from '../../extension/store/settings.ts';
import { Alice, BobsTab } from './once-scene.ts';
import { ELSEWHERE, HOME, scene } from './scene.ts';

/** Made while the browser knows all keys. */
const shared = await Alice.shares();
let bob: ReturnType<typeof scene>;
beforeEach(() => {
  bob = scene();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Alice’s browser is at bob’s relay, once bob’s browser wants the lock there. */
async function meets(alice: Alice, browser = bob) {
  const client = await vi.waitFor(() => {
    const wanting = browser.clients.findLast(({ said }) => said.includes(`want ${alice.address}`));
    if (!wanting || wanting.said.includes('close')) throw new Error('expected a want of the lock');
    return wanting;
  });
  alice.answerAt(client);
  return client;
}

/** The sealed page comes too. */
async function serves(alice: Alice, browser = bob) {
  const client = await meets(alice, browser);
  await vi.waitFor(() => expect(client.said).toContain(`want ${alice.lock.page}`));
  client.deliver(alice.lock.page, alice.sealed);
  return client;
}

/** A tab of bob’s in which the page is ready to be opened. */
async function ready(alice: Alice, browser = bob) {
  const tab = new BobsTab(browser, alice.link);
  await serves(alice, browser);
  await tab.shows({ state: 'ready' });
  return tab;
}

/** A tab of bob’s that has the key. */
async function opened(alice: Alice, browser = bob) {
  const tab = await ready(alice, browser);
  tab.press();
  await tab.shows({ state: 'keyed' });
  return tab;
}

/** The author has the receipt. */
async function received(alice: Alice) {
  await vi.waitFor(() => expect(alice.changes).toEqual(['released', 'received']));
}

describe('a page that opens once', () => {
  test('is here and verified before anything is asked for, and opens on a press', async () => {
    const alice = await Alice.shares();
    const tab = await ready(alice);
    expect(tab.opening).toEqual({ state: 'ready', name: 'place.txt' });
    expect(alice.record.releases).toEqual([]);
    expect(await bob.pages.onceReads.read(alice.address)).toMatchObject({ asked: false });
    tab.press();
    await tab.shows({ state: 'keyed', key: alice.key, page: alice.lock.page, name: 'place.txt' });
    tab.shown();
    await received(alice);
  });

  test('leaves nothing in this browser once it was shown and its tab is closed', async () => {
    const alice = await Alice.shares();
    const tab = await opened(alice);
    tab.shown();
    await tab.shows({ state: 'left' });
    tab.close();
    await vi.waitFor(async () =>
      expect(await bob.deps.passing.get(alice.lock.page)).toBeUndefined(),
    );
    expect(await bob.pages.onceReads.read(alice.address)).toBeUndefined();
    expect(await bob.pages.all()).toEqual([]);
  });

  test('is neither held nor announced, and neither is its lock', async () => {
    const alice = await Alice.shares();
    const tab = await opened(alice);
    tab.shown();
    await received(alice);
    expect(bob.clientOf().said.filter((said) => said.startsWith('have'))).toEqual([]);
    expect(await bob.pages.count()).toBe(0);
  });

  test('is not asked for, and leaves no keys, where nobody presses', async () => {
    const alice = await Alice.shares();
    const tab = await ready(alice);
    tab.close();
    expect(alice.changes).toEqual([]);
    await vi.waitFor(async () =>
      expect(await bob.pages.onceReads.read(alice.address)).toBeUndefined(),
    );
    expect(bob.clientOf().said).not.toContain('note');
    expect(bob.clientOf().said).toContain('close');
  });

  test('opens with the copy of this browser, where it holds the sealed page already', async () => {
    const alice = await Alice.shares();
    const { page: address } = alice.lock;
    const held = { mediaType: 'text/plain', title: 'a page', origin: 'viewed' as const };
    await bob.pages.put({ address, ...held, relays: [HOME], addedAt: 1 }, alice.sealed);
    const tab = new BobsTab(bob, alice.link);
    await meets(alice);
    await tab.shows({ state: 'ready' });
    tab.press();
    await tab.shows({ state: 'keyed' });
    expect(bob.clientOf().said).not.toContain(`want ${address}`);
    tab.shown();
    tab.close();
    expect(await bob.pages.get(address)).toBeDefined();
  });
});

describe('a press is kept', () => {
  test('by a worker that is killed in mid-opening: the next one goes on', async () => {
    const alice = await Alice.shares();
    alice.isOnline = false;
    const before = await ready(alice);
    before.press();
    await before.shows({ state: 'away' });
    const next = scene(); // the killed worker says nothing more
    const tab = new BobsTab(next, alice.link);
    tab.press(); // as the viewer says over its next port
    alice.isOnline = true;
    // The page is still where the killed worker put it.
    await meets(alice, next);
    await tab.shows({ state: 'keyed', key: alice.key });
    expect(alice.record.releases).toHaveLength(1);
  });

  test('by a browser whose tab was closed before the answer: the next tab gets the same key', async () => {
    const alice = await Alice.shares();
    alice.isOnline = false;
    const closed = await ready(alice);
    closed.press();
    await closed.shows({ state: 'away' });
    const { keys } = (await bob.pages.onceReads.read(alice.address))!;
    const before = await crypto.subtle.exportKey('raw', keys.publicKey);
    closed.close();
    alice.isOnline = true;
    const tab = await opened(alice);
    const { keys: after } = (await bob.pages.onceReads.read(alice.address))!;
    expect(await crypto.subtle.exportKey('raw', after.publicKey)).toEqual(before);
    tab.shown();
    await received(alice);
  });

  test('for tabs that were reloaded before the receipt: the same reader gets the same key', async () => {
    const alice = await Alice.shares();
    const before = await opened(alice);
    before.close();
    const tab = await opened(alice);
    expect(tab.opening).toMatchObject({ key: alice.key });
    expect(alice.record.releases).toHaveLength(1);
  });

  test('and does not open the page in a tab where nobody pressed', async () => {
    const alice = await Alice.shares();
    alice.isOnline = false;
    const closed = await ready(alice);
    closed.press();
    await closed.shows({ state: 'away' });
    closed.close();
    alice.isOnline = true;
    const tab = await ready(alice);
    expect(alice.record.releases).toEqual([]);
    tab.press();
    await tab.shows({ state: 'keyed' });
  });
});

describe('two tabs with one link', () => {
  test('are one reader, and use up one opening', async () => {
    const alice = await Alice.shares({ total: 2 });
    const one = await ready(alice);
    const other = new BobsTab(bob, alice.link);
    await other.shows({ state: 'ready' });
    one.press();
    other.press();
    await one.shows({ state: 'keyed' });
    await other.shows({ state: 'keyed' });
    expect(alice.record.releases).toHaveLength(1);
  });

  test('show the page only where somebody pressed', async () => {
    const alice = await Alice.shares();
    const one = await opened(alice);
    const other = new BobsTab(bob, alice.link);
    await other.shows({ state: 'ready' });
    one.shown();
    await other.shows({ state: 'left', at: 2_000 });
    expect(other.sights.map(({ opening }) => opening.state)).not.toContain('keyed');
  });
});

describe('a page that was open here', () => {
  test('needs its receipt alone when the worker is killed after it was shown', async () => {
    const alice = await Alice.shares();
    await opened(alice);
    const next = scene();
    const tab = new BobsTab(next, alice.link, true);
    await meets(alice, next);
    await received(alice);
    expect(next.clientOf().said).not.toContain(`want ${alice.lock.page}`);
    tab.close();
    await vi.waitFor(() => expect(next.clientOf().said).toContain('close'));
  });

  test('sends its receipt when its tab is closed while alice is away', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const alice = await Alice.shares();
    const tab = await opened(alice);
    alice.isOnline = false;
    tab.shown();
    await vi.waitFor(async () =>
      expect(await bob.pages.onceReads.read(alice.address)).toHaveProperty('opened'),
    );
    tab.close();
    alice.isOnline = true;
    bob.clientOf().welcome();
    await vi.advanceTimersByTimeAsync(1_000);
    await received(alice);
    await vi.waitFor(() => expect(bob.clientOf().said).toContain('close'));
  });

  test('is without its key in this browser while a receipt is on its way after its tab', async () => {
    const alice = await Alice.shares();
    const tab = await opened(alice);
    alice.isOnline = false;
    tab.shown();
    tab.close();
    await vi.waitFor(async () =>
      expect(await bob.pages.onceReads.read(alice.address)).toHaveProperty('opened'),
    );
    const next = new BobsTab(bob, alice.link);
    next.press();
    await next.shows({ state: 'left' });
    expect(next.sights.map(({ opening }) => opening.state)).not.toContain('keyed');
  });

  test('asks nothing of its relay where its receipt is in', async () => {
    const alice = await Alice.shares();
    const before = await opened(alice);
    before.shown();
    await received(alice);
    before.close();
    const next = scene();
    new BobsTab(next, alice.link, true);
    await next.pages.onceReads.read(alice.address);
    expect(next.clients).toEqual([]);
  });

  test('opens again on a press, as another reader, where the link opens twice', async () => {
    const alice = await Alice.shares({ total: 2 });
    const tab = await opened(alice);
    tab.shown();
    await tab.shows({ state: 'left' });
    tab.press();
    await tab.shows({ state: 'keyed', key: alice.key });
    expect(alice.record.releases).toHaveLength(2);
  });

  test('is spent for a second reader', async () => {
    const alice = await Alice.shares();
    const tab = await opened(alice);
    tab.shown();
    await received(alice);
    tab.close();
    const again = await ready(alice);
    again.press();
    await again.shows({ state: 'spent', at: 2_000 });
  });
});

describe('alice is away', () => {
  test('and the lock is not there: the tab waits, and goes on when she is back', async () => {
    const alice = await Alice.shares();
    const tab = new BobsTab(bob, alice.link);
    await vi.waitFor(() => expect(bob.clients).toHaveLength(1));
    bob.clientOf().open();
    bob.clientOf().count(alice.address, 0);
    await tab.shows({ state: 'arriving', arriving: { state: 'absent' } });
    await serves(alice);
    await tab.shows({ state: 'ready' });
  });

  test('after the press: the page opens by itself when she is back', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const alice = await Alice.shares();
    alice.isOnline = false;
    const tab = await ready(alice);
    tab.press();
    await tab.shows({ state: 'away' });
    alice.isOnline = true;
    bob.clientOf().emit({ type: 'seeders', address: alice.address, count: 1 });
    await vi.advanceTimersByTimeAsync(1_000);
    await tab.shows({ state: 'keyed' });
  });
});

describe('of two relays', () => {
  test('the other one leads to alice when the first is lost in mid-opening', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await writeSettings({ knownRelays: [ELSEWHERE] });
    const alice = await Alice.shares({ relays: [ELSEWHERE] });
    const tab = await ready(alice);
    expect(bob.clients.map(({ relay }) => relay)).not.toContain(ELSEWHERE);
    bob.clientOf(HOME).fail('gone');
    tab.press();
    await vi.waitFor(async () => {
      await vi.advanceTimersByTimeAsync(5_000); // her silence lasts
      expect(bob.relays.inUse()).toEqual([HOME, ELSEWHERE]);
    });
    alice.answerAt(bob.clientOf(ELSEWHERE));
    await vi.advanceTimersByTimeAsync(1_000);
    await tab.shows({ state: 'keyed', key: alice.key });
    expect(alice.record.releases).toHaveLength(1);
  });
});

describe('a link that does not open', () => {
  test('of another relay asks its user first, and the relay hears nothing', async () => {
    const alice = await Alice.shares();
    const tab = new BobsTab(bob, alice.link.replace(HOME, ELSEWHERE));
    await vi.waitFor(() =>
      expect(tab.sights.at(-1)?.obstacle).toEqual({ by: 'relay', relay: ELSEWHERE }),
    );
    expect(bob.clients).toEqual([]);
  });

  test('names other relays that its user does not know: they are asked about, and not told', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const alice = await Alice.shares();
    const tab = new BobsTab(bob, `${alice.link}&r=${ELSEWHERE}`);
    await vi.waitFor(() => expect(bob.clients).toHaveLength(1));
    bob.clientOf().open();
    bob.clientOf().count(alice.address, 0);
    expect(tab.sights.at(-1)?.unasked).toEqual([ELSEWHERE]);
    expect(bob.clients.map(({ relay }) => relay)).toEqual([HOME]);
  });

  test('has another capability: it is damaged', async () => {
    const [alice, carol] = [await Alice.shares(), await Alice.shares()];
    const tab = new BobsTab(bob, alice.link.replace(/b=.*/, /b=.*/.exec(carol.link)?.[0] ?? ''));
    await meets(alice);
    await tab.shows({ state: 'failed', problem: { reason: 'wrong-capability' } });
  });

  test('has no capability: it is damaged, and the relay hears nothing', async () => {
    const tab = new BobsTab(bob, `${HOME}/${'ab'.repeat(32)}#b=`);
    await tab.shows({ state: 'failed', problem: { reason: 'bad-capability' } });
    expect(bob.clients).toEqual([]);
  });

  test('is of this browser: it says so', async () => {
    const alice = await Alice.shares();
    vi.spyOn(bob.pages.locks, 'get').mockResolvedValue({
      ...alice.record,
      lockPage: alice.lockPage,
      order: 0,
    });
    const tab = new BobsTab(bob, alice.link);
    await tab.shows({ state: 'failed', problem: { reason: 'own' } });
    expect(bob.clients).toEqual([]);
  });

  test('says so when its time is over, and asks nobody', async () => {
    const alice = await Alice.shares();
    const tab = new BobsTab(bob, `${alice.link}&x=1`);
    await tab.shows({ state: 'failed', problem: { reason: 'expired' } });
    expect(bob.clients).toEqual([]);
  });

  test.each([
    ['no-notes', 'old-relay'],
    ['blocked', 'refused'],
  ])('meets a relay that refuses notes with %s: it is %s', async (code, reason) => {
    const alice = await Alice.shares();
    const tab = await ready(alice);
    bob.clientOf().onNote = ({ address }) =>
      bob.clientOf().emit({ type: 'refused', code, message: code, address });
    tab.press();
    await tab.shows({ state: 'failed', problem: { reason } });
    expect(alice.changes).toEqual([]);
  });

  test('meets a relay that passes no notes on: that is told before anybody presses', async () => {
    const alice = await Alice.shares();
    const tab = new BobsTab(bob, alice.link);
    await vi.waitFor(() => expect(bob.clients).toHaveLength(1));
    bob.clientOf().takesNotes = false;
    await serves(alice);
    await tab.shows({ state: 'failed', problem: { reason: 'old-relay' } });
    bob.clientOf().takesNotes = true;
    bob.clientOf().welcome();
    await tab.shows({ state: 'ready' });
  });

  test('meets a browser that knows no such keys: it is too old', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    vi.spyOn(crypto.subtle, 'generateKey').mockRejectedValue(
      new DOMException('no X25519', 'NotSupportedError'),
    );
    const tab = new BobsTab(bob, shared.link);
    await serves(shared);
    await tab.shows({ state: 'failed', problem: { reason: 'old-browser' } });
  });

  test('is blocked at its relay: the refusal is told, and another try starts over', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    const alice = await Alice.shares();
    const tab = new BobsTab(bob, alice.link);
    await vi.waitFor(() => expect(bob.clients).toHaveLength(1));
    const refused = new RefusedError('blocked', 'this page is blocked');
    bob.clientOf().refuse(alice.address, refused);
    await vi.waitFor(() =>
      expect(tab.opening).toMatchObject({ state: 'failed', problem: { reason: 'refused' } }),
    );
    await ready(alice);
  });

  test('meets a store that cannot be opened: nothing is asked for', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    const alice = await Alice.shares();
    const trouble = new StoreError('blocked', 'it to open', undefined);
    vi.spyOn(bob.pages.onceReads, 'read').mockRejectedValue(trouble);
    const tab = new BobsTab(bob, alice.link);
    await vi.waitFor(() =>
      expect(tab.sights.at(-1)?.obstacle).toEqual({ by: 'store', trouble: 'blocked' }),
    );
    expect(bob.clients).toEqual([]);
  });

  test('meets a full disk: nothing is asked for', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    const alice = await Alice.shares();
    const full = new DOMException('full', 'QuotaExceededError');
    vi.spyOn(bob.deps.passing, 'put').mockRejectedValue(full);
    const tab = new BobsTab(bob, alice.link);
    await serves(alice);
    await vi.waitFor(() =>
      expect(tab.opening).toMatchObject({ state: 'failed', problem: { reason: 'disk-full' } }),
    );
    expect(alice.changes).toEqual([]);
  });
});

describe('the next start', () => {
  test('deletes keys that nobody asked with, and keeps those of a press', async () => {
    const [pressed, unpressed] = [await Alice.shares(), await Alice.shares()];
    pressed.isOnline = false;
    (await ready(pressed)).press();
    await vi.waitFor(async () =>
      expect(await bob.pages.onceReads.read(pressed.address)).toMatchObject({ asked: true }),
    );
    await ready(unpressed);
    await bob.pages.onceReads.forget();
    expect(await bob.pages.onceReads.read(unpressed.address)).toBeUndefined();
    expect(await bob.pages.onceReads.read(pressed.address)).toBeDefined();
  });

  test('deletes keys of a press that nobody came back to for a month', async () => {
    const alice = await Alice.shares();
    await ready(alice);
    const { lock, keys } = (await bob.pages.onceReads.read(alice.address))!;
    vi.useFakeTimers({ toFake: ['Date'] });
    await bob.pages.onceReads.write({ lock, keys, asked: true });
    vi.setSystemTime(Date.now() + 31 * 24 * 60 * 60_000);
    await bob.pages.onceReads.forget();
    expect(await bob.pages.onceReads.read(alice.address)).toBeUndefined();
  });

  test('keeps keys of a press for a month, though the clock was put back', async () => {
    const alice = await Alice.shares();
    await ready(alice);
    const { lock, keys } = (await bob.pages.onceReads.read(alice.address))!;
    await bob.pages.onceReads.write({ lock, keys, asked: true });
    vi.useFakeTimers({ toFake: ['Date'] });
    vi.setSystemTime(0);
    await bob.pages.onceReads.forget();
    expect(await bob.pages.onceReads.read(lock)).toBeDefined();
    vi.setSystemTime(31 * 24 * 60 * 60_000);
    await bob.pages.onceReads.forget();
    expect(await bob.pages.onceReads.read(lock)).toBeUndefined();
  });

  test('asks no relay that the user does not know any more', async () => {
    const alice = await Alice.shares();
    await writeSettings({ relays: [ELSEWHERE] });
    const tab = new BobsTab(bob, alice.link);
    await vi.waitFor(() => expect(tab.sights.at(-1)?.obstacle).toMatchObject({ by: 'relay' }));
  });
});
