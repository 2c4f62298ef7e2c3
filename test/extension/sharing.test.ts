import { addressOf, openSealed } from '@mayfly/relay/client';
import { type Address, DEFAULT_LIMITS, isLinkProblem, parseLink } from '@mayfly/relay/protocol';
import { assert, describe, expect, test, vi } from 'vitest';
import { nameShared } from '../../extension/background/share/page-naming.ts';
import { share } from '../../extension/background/share/publication.ts';
import { linkOfPage } from '../../extension/store/page-link.ts';
import { writeSettings } from '../../extension/store/settings.ts';
import { describeShared } from '../../extension/sentences.ts';
import { bytesOf, ELSEWHERE, HOME, keep, scene } from './scene.ts';

const hello = { bytes: bytesOf('hello'), mediaType: 'text/plain', isSealed: false };
/** As `sha256sum` gives it. */
const HELLO = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824' as Address;

test('a page is stored before it is announced, and announced before it is acknowledged', async () => {
  const { deps, pages, clientOf } = scene();
  const sharing = share(deps, [HOME], hello);
  const isAcknowledged = vi.fn<() => void>();
  void sharing.then(isAcknowledged);
  clientOf().welcome();
  await vi.waitFor(() => expect(clientOf().said).toContain(`have ${HELLO}`));
  expect(await pages.get(HELLO)).toMatchObject({ length: 5, title: 'hello' });
  expect(isAcknowledged).not.toHaveBeenCalled();
  clientOf().settle();
  expect(await sharing).toEqual({
    outcome: 'shared',
    address: HELLO,
    link: `${HOME}/${HELLO}`,
    isNew: true,
    isAnnounced: true,
    unreached: [],
  });
});

test('a page that this browser has already is not a new one', async () => {
  const { deps, clientOf } = scene();
  await keep(deps.pages, hello.bytes);
  const sharing = share(deps, [HOME], hello);
  clientOf().open();
  expect(await sharing).toMatchObject({ address: HELLO, isNew: false });
});

test('a name that is given afterwards is in the link, and the page keeps its key and its address', async () => {
  const { deps, pages, clientOf } = scene();
  const sharing = share(deps, [HOME], { ...hello, isSealed: true });
  clientOf().open();
  const shared = await sharing;
  assert(shared.outcome === 'shared');
  const { link, address } = shared;
  const named = await nameShared(deps, { link, name: 'Greeting' });
  expect(named).toBe(`${link}&n=Greeting`);
  expect(await pages.get(address)).toMatchObject({ title: 'Greeting', name: 'Greeting' });
  expect(linkOfPage((await pages.get(address))!)).toBe(named);
});

test('a page that is gone gets no name', async () => {
  const { deps } = scene();
  expect(await nameShared(deps, { link: `${HOME}/${HELLO}`, name: 'Greeting' })).toBeUndefined();
});

test('a page that cannot be stored is not acknowledged and not announced', async () => {
  const { deps, pages, clientOf } = scene();
  pages.put = () => Promise.reject(new Error('cannot store page'));
  const sharing = share(deps, [HOME], hello);
  clientOf().open();
  await expect(sharing).rejects.toThrow('cannot store page');
  expect(clientOf().said).toEqual(['close']);
});

test('with the relay out of reach the page is kept, and the answer says so at once', async () => {
  const { deps, pages, clientOf } = scene();
  const sharing = share(deps, [HOME], hello);
  clientOf().fail('refused');
  expect(await sharing).toMatchObject({
    outcome: 'shared',
    isAnnounced: false,
    unreached: [HOME],
  });
  expect(await pages.ofRelay(HOME)).toMatchObject([{ address: HELLO }]);
  expect(clientOf().said).toEqual([`have ${HELLO}`]);
});

test('a page larger than the relay takes is refused with both sizes, and not stored', async () => {
  const { deps, pages, relays, clientOf } = scene();
  relays.use(HOME);
  clientOf().open({ ...DEFAULT_LIMITS, pageBytes: 4 });
  expect(await share(deps, [HOME], hello)).toEqual({
    outcome: 'refused',
    message: 'This is 5 bytes, and a page can be at most 4 bytes.',
  });
  expect(await pages.count()).toBe(0);
});

test('what a relay takes is waited for, and what it would not pass on is told to nobody', async () => {
  const { deps, pages, clientOf } = scene();
  const sharing = share(deps, [HOME], hello);
  clientOf().open({ ...DEFAULT_LIMITS, pageBytes: 4 });
  expect(await sharing).toEqual({
    outcome: 'refused',
    message: 'This is 5 bytes, and a page can be at most 4 bytes.',
  });
  expect(await pages.count()).toBe(0);
  expect(clientOf().said).toEqual(['close']);
});

test('a relay may take more than is usual', async () => {
  const { deps, clientOf } = scene();
  const bytes = new Uint8Array(DEFAULT_LIMITS.pageBytes + 1);
  const sharing = share(deps, [HOME], { ...hello, bytes });
  clientOf().open({ ...DEFAULT_LIMITS, pageBytes: bytes.length });
  expect(await sharing).toMatchObject({ outcome: 'shared', isAnnounced: true });
});

test('with the relay out of reach its last limits hold', async () => {
  const { deps, pages, relays, clientOf } = scene();
  const lease = relays.use(HOME);
  clientOf().open({ ...DEFAULT_LIMITS, pageBytes: 4 });
  lease.release();
  const sharing = share(deps, [HOME], hello);
  clientOf().fail('refused');
  expect(await sharing).toMatchObject({ outcome: 'refused' });
  expect(await pages.count()).toBe(0);
});

test('a page larger than any relay is known to take is not stored for one that never answered', async () => {
  const { deps, pages, clientOf } = scene();
  const bytes = new Uint8Array(DEFAULT_LIMITS.pageBytes + 1);
  const sharing = share(deps, [HOME], { ...hello, bytes });
  clientOf().fail('refused');
  expect(await sharing).toEqual({
    outcome: 'refused',
    message: expect.stringContaining('a page can be at most'),
  });
  expect(await pages.count()).toBe(0);
});

test('an encrypted page is held and addressed as the relay sees it; its link alone opens it', async () => {
  const { deps, pages, clientOf } = scene();
  const sharing = share(deps, [HOME], { ...hello, name: 'greeting.txt', isSealed: true });
  clientOf().open();
  const shared = await sharing;
  const link = parseLink(shared.outcome === 'shared' ? shared.link : '');
  assert(!isLinkProblem(link) && link.key);
  expect(link).toMatchObject({ relay: HOME, name: 'greeting.txt' });
  const held = await pages.read(link.address, 0, 10_000);
  const bytes = new Uint8Array(held?.bytes ?? []);
  expect(await addressOf(bytes)).toBe(link.address);
  expect(await openSealed(bytes, link.key)).toEqual(hello.bytes);
  expect(await pages.get(link.address)).toMatchObject({ key: link.key, title: 'greeting.txt' });
  expect(clientOf().said).toEqual([`have ${link.address}`]);
});

test('what is shared during a pause is kept, told to no relay, and whoever shares hears why', async () => {
  const { deps, pages, clients, clientOf } = scene();
  await writeSettings({ pause: { until: 'resumed' } });
  const sharing = share(deps, [HOME], hello);
  clientOf().open();
  const shared = await sharing;
  expect(shared).toMatchObject({ outcome: 'shared', isAnnounced: false, unreached: [] });
  expect(describeShared(shared, true)).toBe(
    'Link copied. Uploading is paused, so nobody can read the page until you resume it.',
  );
  expect(await pages.get(HELLO)).toBeDefined();
  expect(clients.flatMap(({ said }) => said)).not.toContain(`have ${HELLO}`);
});

test('the same content encrypted twice makes two pages, and is titled by what is in it', async () => {
  const { deps, pages, clientOf } = scene();
  const sealed = { ...hello, isSealed: true };
  const sharing = [share(deps, [HOME], sealed), share(deps, [HOME], sealed)];
  clientOf().open();
  await Promise.all(sharing);
  expect((await pages.recent(5)).map(({ title }) => title)).toEqual(['hello', 'hello']);
});

test('what is said of sharing, copied or not, has no link in it', () => {
  const link = `${HOME}/${HELLO}#k=${'A'.repeat(43)}`;
  const shared = { outcome: 'shared', address: HELLO, link, isNew: true } as const;
  for (const [isAnnounced, isCopied] of [
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ] as const) {
    const unreached = isAnnounced ? [] : [HOME];
    expect(describeShared({ ...shared, isAnnounced, unreached }, isCopied)).not.toContain(HELLO);
  }
});

test('encryption needs room', async () => {
  const { deps, relays, clientOf } = scene();
  relays.use(HOME);
  clientOf().open({ ...DEFAULT_LIMITS, pageBytes: 300 });
  const large = { ...hello, bytes: crypto.getRandomValues(new Uint8Array(300)) };
  expect(await share(deps, [HOME], { ...large, isSealed: true })).toEqual({
    outcome: 'refused',
    message: 'This is 300 bytes, and an encrypted page can be at most 268 bytes.',
  });
  expect(await share(deps, [HOME], large)).toMatchObject({ outcome: 'shared' });
});

test('what shrinks needs no more room than it then takes', async () => {
  const { deps, relays, clientOf } = scene();
  relays.use(HOME);
  clientOf().open({ ...DEFAULT_LIMITS, pageBytes: 300 });
  const large = { ...hello, bytes: new Uint8Array(10_000).fill(65) };
  expect(await share(deps, [HOME], { ...large, isSealed: true })).toMatchObject({
    outcome: 'shared',
  });
  expect(await share(deps, [HOME], large)).toMatchObject({ outcome: 'refused' });
  const huge = { ...hello, bytes: new Uint8Array(32 * 1024 * 1024 + 1) };
  expect(await share(deps, [HOME], { ...huge, isSealed: true })).toMatchObject({
    message: 'This is 34 MB, and an encrypted page can be at most 34 MB.',
  });
});

test('nothing is not shared', async () => {
  const { deps, clients } = scene();
  const shared = await share(deps, [HOME], { ...hello, bytes: bytesOf('') });
  expect(shared.outcome).toBe('refused');
  expect(clients).toEqual([]);
});

test('an empty file is shared where encryption makes something of it', async () => {
  const { deps, clientOf, pages } = scene();
  const empty = { ...hello, bytes: bytesOf(''), name: '.gitkeep' };
  expect(await share(deps, [HOME], empty)).toEqual({
    outcome: 'refused',
    message: expect.stringMatching(/^\.gitkeep is empty/),
  });
  const sharing = share(deps, [HOME], { ...empty, isSealed: true });
  clientOf().open();
  expect(await sharing).toMatchObject({ outcome: 'shared' });
  expect(await pages.recent(1)).toMatchObject([{ title: '.gitkeep', length: 284 }]);
});

test('the link says what is not plain text', async () => {
  const { deps, clientOf } = scene();
  const sharing = share(deps, [HOME], { ...hello, mediaType: 'text/markdown' });
  clientOf().open();
  expect(await sharing).toMatchObject({ link: expect.stringMatching(/#t=text\/markdown$/) });
});

describe('at several relays', () => {
  const THIRD = 'https://third.example';

  test('a page is announced at each, and its link names the others', async () => {
    const { deps, clientOf } = scene();
    const sharing = share(deps, [HOME, ELSEWHERE], hello);
    clientOf(HOME).open();
    clientOf(ELSEWHERE).open();
    expect(await sharing).toMatchObject({
      link: `${HOME}/${HELLO}#r=${ELSEWHERE}`,
      isAnnounced: true,
      unreached: [],
    });
    expect(clientOf(ELSEWHERE).said).toEqual([`have ${HELLO}`]);
  });

  test('one that is down is named, the link begins with one that is not, and all keep the page', async () => {
    const { deps, pages, clientOf } = scene();
    const sharing = share(deps, [HOME, ELSEWHERE], hello);
    clientOf(HOME).fail('refused');
    clientOf(ELSEWHERE).open();
    expect(await sharing).toMatchObject({
      link: `${ELSEWHERE}/${HELLO}#r=${HOME}`,
      isAnnounced: true,
      unreached: [HOME],
    });
    expect(await pages.ofRelay(HOME)).toMatchObject([{ address: HELLO }]);
  });

  test('one that never answers keeps nobody waiting', async () => {
    const { deps, clientOf } = scene();
    const sharing = share(deps, [HOME, ELSEWHERE, THIRD], hello);
    clientOf(HOME).open();
    clientOf(THIRD).open();
    expect(await sharing).toMatchObject({ unreached: [ELSEWHERE] });
  });

  test('one that says too late what it takes is not said to know of the page', async () => {
    const { deps, clientOf } = scene();
    const sharing = share(deps, [HOME, ELSEWHERE], hello);
    clientOf(HOME).welcome();
    await vi.waitFor(() => expect(clientOf(HOME).said).not.toEqual([]));
    clientOf(ELSEWHERE).open({ ...DEFAULT_LIMITS, pageBytes: 4 });
    clientOf(HOME).settle();
    expect(await sharing).toMatchObject({ isAnnounced: true, unreached: [ELSEWHERE] });
  });

  test('one that says only then that it has no room for the page is left out', async () => {
    const { deps, pages, clientOf } = scene();
    const sharing = share(deps, [HOME, ELSEWHERE], hello);
    clientOf(HOME).open();
    clientOf(ELSEWHERE).open({ ...DEFAULT_LIMITS, pageBytes: 4 });
    expect(await sharing).toMatchObject({ link: `${HOME}/${HELLO}`, unreached: [] });
    expect(await pages.get(HELLO)).toMatchObject({ relays: [HOME] });
    expect(clientOf(ELSEWHERE).said).toEqual(['close']);
  });

  test('one without room for the page is left out', async () => {
    const { deps, pages, relays, clientOf } = scene();
    relays.use(ELSEWHERE);
    clientOf(ELSEWHERE).open({ ...DEFAULT_LIMITS, pageBytes: 4 });
    const sharing = share(deps, [HOME, ELSEWHERE], hello);
    clientOf(HOME).open();
    expect(await sharing).toMatchObject({ link: `${HOME}/${HELLO}` });
    expect(await pages.get(HELLO)).toMatchObject({ relays: [HOME] });
    expect(clientOf(ELSEWHERE).said).toEqual([]);
  });
});
