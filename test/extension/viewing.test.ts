import { BUNDLE_TYPE, CorruptError, addressOf, seal } from '@mayfly/relay/client';
import { type Address, encodeBase64url } from '@mayfly/relay/protocol';
import { describe, expect, test, vi } from 'vitest';
import {
  viewDeletedPage,
  type ViewerNotes,
  viewPage,
} from '../../extension/background/read/page-view.ts';
import { uploadSource } from '../../extension/background/hold/uploaded-pages.ts';
import type { OpenedInViewer, PageView } from '../../extension/messages.ts';
import { writeSettings } from '../../extension/store/settings.ts';
import { bytesOf, ELSEWHERE, HOME, keep, scene, SEEN } from './scene.ts';

const bytes = bytesOf('hello');
const hello: Address = await addressOf(bytes);
/** A page that its viewer has opened, and that relays were told of. */
const HELD = { state: 'held', upload: 'on' };

/** A viewer of `link`, and what it was shown last. */
function view(link = `${HOME}/${hello}`, notes: ViewerNotes = SEEN) {
  const background = scene();
  const sights: PageView[] = [];
  const stop = viewPage(background.deps, link, (sight) => sights.push(sight), notes);
  const shows = (sight: unknown) =>
    vi.waitFor(() => expect(sights.at(-1)).toMatchObject(sight as PageView));
  return { ...background, stop, shows, sights };
}

test('a page is looked for, received, stored and then held for others', async () => {
  const { shows, clientOf, pages } = view(`${HOME}/${hello}#t=text/markdown&n=greeting`);
  await shows({ reading: { state: 'connecting' } });
  await vi.waitFor(() => expect(clientOf().said).toEqual([`want ${hello}`]));
  clientOf().open();
  clientOf().count(hello, 2);
  await shows({ reading: { state: 'looking', holders: 2 }, holders: 2 });
  clientOf().progress(3, 5);
  await shows({ reading: { state: 'receiving', received: 3, total: 5 } });
  clientOf().deliver(hello, bytes);
  await shows({ copy: { ...HELD, mediaType: 'text/markdown', name: 'greeting' } });
  expect((await pages.read(hello, 0, 5))?.bytes).toEqual(bytes);
  expect(await pages.get(hello)).toMatchObject({ origin: 'viewed', relays: [HOME] });
  await vi.waitFor(() => expect(clientOf().said).toContain(`have ${hello}`));
});

/** The last state that a viewer of `link` gets for a held page. */
function viewHeld({ deps }: ReturnType<typeof scene>, link: string) {
  const report = vi.fn<(sight: PageView) => void>();
  viewPage(deps, link, report, SEEN);
  return (sight: unknown) =>
    vi.waitFor(() => expect(report.mock.lastCall?.[0]).toMatchObject(sight as PageView));
}

test('a page that is held opens at once, whatever the relay does', async () => {
  const background = scene();
  await keep(background.pages, bytes);
  const shows = viewHeld(background, `${HOME}/${hello}`);
  await shows({ copy: HELD, connection: { state: 'connecting' } });
  expect(background.clientOf().said).toEqual([]);
});

test.each(['viewed', 'published'] as const)(
  'of %s files that need more room than all opened pages, the viewer hears whether they stay',
  async (origin) => {
    const background = scene();
    await writeSettings({ viewedBytes: 1_000 });
    const page = { address: hello, mediaType: BUNDLE_TYPE, title: '2 files', origin };
    const files = { id: 'files', entries: 2, bytes: 1_001, parts: 1 };
    await background.pages.putBundle({ ...page, relays: [HOME], addedAt: 1 }, bytes, files);
    const shows = viewHeld(background, `${HOME}/${hello}`);
    await shows({ copy: { state: 'held', ...(origin === 'viewed' && { isBrief: true }) } });
    if (origin === 'published')
      await shows({ copy: expect.not.objectContaining({ isBrief: true }) });
  },
);

test('a page that goes just as it is opened is said to be released', async () => {
  const background = scene();
  const { pages } = background;
  await keep(pages, bytes);
  vi.spyOn(pages, 'noteOpened').mockImplementationOnce(async () => {
    await pages.remove([hello], () => true);
  });
  const shows = viewHeld(background, `${HOME}/${hello}`);
  await shows({ copy: { state: 'deleted' } });
});

test('a page that is held is counted wherever it is announced', async () => {
  const background = scene();
  await keep(background.pages, bytes, [HOME, ELSEWHERE]);
  const shows = viewHeld(background, `${ELSEWHERE}/${hello}`);
  await shows({ copy: HELD });
  const { clientOf } = background;
  for (const relay of [HOME, ELSEWHERE]) clientOf(relay).open();
  clientOf(ELSEWHERE).count(hello, 1);
  clientOf(HOME).count(hello, 3);
  await shows({ holders: 3 });
});

describe('of a page that is held and announced elsewhere a relay', () => {
  test.each([
    ['that is known', [ELSEWHERE]],
    ['that is not known', []],
  ])('%s hears nothing when a link to it is opened', async (_, knownRelays) => {
    await writeSettings({ knownRelays });
    const background = scene();
    const { pages, clients, clientOf } = background;
    await keep(pages, bytes, [HOME]);
    const shows = viewHeld(background, `${ELSEWHERE}/${hello}#n=greeting`);
    await shows({ copy: HELD });
    clientOf(HOME).open();
    clientOf(HOME).count(hello, 2);
    await shows({ holders: 2, link: `${HOME}/${hello}#n=greeting` });
    expect(clients.map(({ relay }) => relay)).toEqual([HOME]);
    expect(await pages.get(hello)).toMatchObject({ relays: [HOME] });
  });

  test('hears nothing once it is let go of either', async () => {
    await writeSettings({ knownRelays: [ELSEWHERE] });
    const background = scene();
    await keep(background.pages, bytes, [HOME]);
    const shows = viewHeld(background, `${ELSEWHERE}/${hello}`);
    await shows({ copy: HELD });
    await background.seeding.deletePages(hello);
    await shows({ copy: { state: 'deleted' }, link: `${HOME}/${hello}` });
    expect(background.clients.map(({ relay }) => relay)).toEqual([HOME]);
  });
});

test('a page that nobody holds is said to be absent, and opens when somebody comes back', async () => {
  const { shows, clientOf } = view();
  await vi.waitFor(() => expect(clientOf().said).not.toEqual([]));
  clientOf().open();
  clientOf().count(hello, 0);
  await shows({ reading: { state: 'absent' } });
  clientOf().deliver(hello, bytes);
  await shows({ copy: HELD });
});

test('a connection that is lost on the way leaves in sight how far the page has come', async () => {
  const { shows, clientOf } = view();
  await vi.waitFor(() => expect(clientOf().said).not.toEqual([]));
  clientOf().open();
  clientOf().progress(3, 5);
  clientOf().fail('gone');
  await shows({
    reading: { state: 'receiving', received: 3, total: 5 },
    connection: { state: 'waiting' },
  });
});

test('a viewer that closes takes its want and, with nothing held, the connection back', async () => {
  const { stop, clientOf, pages } = view();
  await vi.waitFor(() => expect(clientOf().said).not.toEqual([]));
  stop();
  await vi.waitFor(() =>
    expect(clientOf().said).toEqual([`want ${hello}`, `unwant ${hello}`, 'close']),
  );
  expect(await pages.count()).toBe(0);
});

test('a page let go of while it is looked at is said to be released', async () => {
  const { shows, clientOf, seeding } = view();
  await vi.waitFor(() => expect(clientOf().said).not.toEqual([]));
  clientOf().deliver(hello, bytes);
  await shows({ copy: HELD });
  await seeding.deletePages(hello);
  await shows({ copy: { state: 'deleted' } });
});

test('a page once let go of is followed and not fetched again when the worker comes back', async () => {
  const { deps, clientOf, pages } = scene();
  const report = vi.fn<(sight: PageView) => void>();
  viewDeletedPage(deps, `${HOME}/${hello}`, report);
  await vi.waitFor(() => {
    expect(report.mock.lastCall?.[0].copy).toEqual({ state: 'deleted' });
  });
  clientOf().open();
  clientOf().count(hello, 2);
  expect(report.mock.lastCall?.[0]).toMatchObject({ copy: { state: 'deleted' }, holders: 2 });
  expect(clientOf().said).toEqual([]);
  expect(await pages.count()).toBe(0);
});

test('wrong bytes end the reading with the reason', async () => {
  const { shows, clientOf, pages } = view();
  await vi.waitFor(() => expect(clientOf().said).not.toEqual([]));
  clientOf().refuse(hello, new CorruptError(hello));
  await shows({ reading: { state: 'failed', problem: { reason: 'corrupt' } } });
  expect(await pages.count()).toBe(0);
});

test('no relay is connected to before somebody said so', async () => {
  const { shows, clients } = view(`${ELSEWHERE}/${hello}`);
  await shows({ obstacle: { by: 'relay', relay: ELSEWHERE } });
  expect(clients).toEqual([]);
});

test('a relay met on purpose needs no question', async () => {
  await writeSettings({ knownRelays: [ELSEWHERE] });
  const { clientOf } = view(`${ELSEWHERE}/${hello}`);
  await vi.waitFor(() => expect(clientOf(ELSEWHERE).said).toEqual([`want ${hello}`]));
});

test.each([
  ['not a link', 'hello', 'bad-link'],
  ['an address too short', `${HOME}/abc`, 'bad-link'],
])('%s is refused with a reason and no connection', async (_, link, reason) => {
  const { shows, clients } = view(link);
  await shows({ reading: { state: 'failed', problem: { reason } } });
  expect(clients).toEqual([]);
});

describe('an encrypted page', async () => {
  const { bytes: sealed, key } = await seal(bytes);
  const address = await addressOf(sealed);
  const k = encodeBase64url(key);
  const page = `${HOME}/${address}`;

  /** Opens a link to it, and has it delivered. */
  async function open(link: string, notes: ViewerNotes = SEEN) {
    const viewing = view(link, notes);
    await vi.waitFor(() => expect(viewing.clientOf().said).not.toEqual([]));
    viewing.clientOf().deliver(address, sealed);
    const upload = notes === SEEN ? 'on' : 'locked';
    await viewing.shows({ copy: { state: 'held', upload } });
    return viewing;
  }

  test('is held and announced as it travels, and known by what is in it', async () => {
    const { pages, clientOf } = await open(`${page}#k=${k}&t=text/markdown`);
    expect((await pages.read(address, 0, 10_000))?.bytes).toEqual(sealed);
    expect(await pages.get(address)).toMatchObject({
      key,
      title: 'hello',
      mediaType: 'text/markdown',
    });
    await vi.waitFor(() => expect(clientOf().said).toEqual([`want ${address}`, `have ${address}`]));
  });

  describe('that no key has opened', () => {
    const LOCKED = { ...SEEN, opened: new Promise<never>(() => {}) };

    test.each([
      ['no key', page],
      ['a damaged key', `${page}#k=${k.slice(5)}`],
      ['a wrong key', `${page}#k=${'A'.repeat(43)}`],
    ])('by a link with %s is held, and no relay is told of it', async (_, link) => {
      const { pages, clientOf, seeding, shows } = await open(link, LOCKED);
      const record = await pages.get(address);
      expect(record).toMatchObject({ title: 'Encrypted page', length: sealed.length });
      expect(record).not.toHaveProperty('key');
      await seeding.refresh();
      await shows({ copy: { state: 'held', upload: 'locked' } });
      expect(clientOf().said).toEqual([`want ${address}`]);
      const { uploadPolicy } = scene();
      const source = uploadSource({ pages, uploadPolicy, relay: HOME });
      expect(await source.addresses()).toEqual([]);
    });

    test('is announced once a link with its key has opened it', async () => {
      const { deps, pages, shows, clientOf } = await open(page, LOCKED);
      viewPage(deps, `${page}#k=${k}`, () => {}, SEEN);
      await shows({ copy: { state: 'held', upload: 'on' } });
      expect(await pages.get(address)).toMatchObject({ key, title: 'hello' });
      await vi.waitFor(() => expect(clientOf().said).toContain(`have ${address}`));
    });

    test('is announced, and no wrong key kept, once its reader has looked at its bytes', async () => {
      const seeing = Promise.withResolvers<OpenedInViewer>();
      const link = `${page}#k=${'A'.repeat(43)}`;
      const viewing = await open(link, { ...SEEN, opened: seeing.promise });
      seeing.resolve({ as: 'bytes', title: 'noise' });
      await viewing.shows({ copy: { state: 'held', upload: 'on' } });
      const record = await viewing.pages.get(address);
      expect(record).toMatchObject({ title: 'noise' });
      expect(record).not.toHaveProperty('key');
      await vi.waitFor(() => expect(viewing.clientOf().said).toContain(`have ${address}`));
    });
  });

  test('that is held without its key is known better by a link that has it', async () => {
    const { pages, deps } = await open(page);
    const report = vi.fn<(sight: PageView) => void>();
    viewPage(deps, `${page}#k=${k}&t=text/html&n=a.html`, report, SEEN);
    await vi.waitFor(async () => {
      expect(await pages.get(address)).toMatchObject({
        key,
        mediaType: 'text/html',
        name: 'a.html',
      });
    });
    await vi.waitFor(() => {
      expect(report.mock.lastCall?.[0].copy).toMatchObject({ mediaType: 'text/html' });
    });
  });
});

test('the activity is that of this page alone', async () => {
  const { sights, clientOf, shows } = view();
  await vi.waitFor(() => expect(clientOf().said).not.toEqual([]));
  const other = await addressOf(bytesOf('other'));
  clientOf().emit({ type: 'wanted', address: other, from: 0 });
  clientOf().emit({ type: 'wanted', address: hello, from: 0 });
  await shows({ activity: [{ event: { type: 'wanted', address: hello } }] });
  expect(sights.at(-1)?.activity).toHaveLength(1);
});

describe('links that say until when', () => {
  test('a page is held until then, and its link hands that on', async () => {
    const { shows, clientOf, pages } = view(`${HOME}/${hello}#x=2`);
    await vi.waitFor(() => expect(clientOf().said).toEqual([`want ${hello}`]));
    clientOf().deliver(hello, bytes);
    await shows({ copy: HELD });
    expect(await pages.get(hello)).toMatchObject({
      expires: 2,
      lifetime: { until: 'time', at: 2_000 },
    });
  });

  test('past that the page is not looked for', async () => {
    const { shows, clients } = view(`${HOME}/${hello}#x=1`);
    await shows({ reading: { state: 'failed', problem: { reason: 'expired' } } });
    expect(clients).toEqual([]);
  });

  test('what is held here all the same opens, and stays', async () => {
    const { pages, deps } = scene();
    await keep(pages, bytes);
    const report = vi.fn<(sight: PageView) => void>();
    viewPage(deps, `${HOME}/${hello}#x=1`, report, SEEN);
    await vi.waitFor(() => {
      expect(report.mock.lastCall?.[0].copy).toMatchObject(HELD);
    });
    expect(await pages.over(5_000, 'this')).toEqual([]);
  });
});

describe('links that name other relays', () => {
  const THIRD = 'https://third.example';
  const link = `${HOME}/${hello}#r=${ELSEWHERE}`;
  const wanted = [`want ${hello}`];

  test('another one that is known is asked when the own relay is down, and where it was found it is held', async () => {
    await writeSettings({ relays: [HOME, ELSEWHERE, THIRD] });
    const { shows, clientOf, clients, pages, sights } = view(`${link}&r=${THIRD}`);
    await vi.waitFor(() => expect(clientOf(HOME).said).toEqual(wanted));
    expect(clients).toHaveLength(1);
    clientOf(HOME).fail('refused');
    expect(clientOf(ELSEWHERE).said).toEqual(wanted);
    expect(clientOf(THIRD).said).toEqual(wanted);
    clientOf(ELSEWHERE).open();
    await shows({ reading: { state: 'looking' }, connection: { state: 'open' } });
    clientOf(ELSEWHERE).deliver(hello, bytes);
    await shows({ copy: HELD });
    expect(sights.at(-1)?.activity.map(({ relay }) => relay)).toEqual([undefined, ELSEWHERE]);
    expect(await pages.get(hello)).toMatchObject({ relays: [ELSEWHERE, HOME] });
    await vi.waitFor(() =>
      expect(clientOf(HOME).said).toEqual([...wanted, `unwant ${hello}`, `have ${hello}`]),
    );
    await vi.waitFor(() => expect(clientOf(ELSEWHERE).said).toEqual([...wanted, `have ${hello}`]));
    expect(clientOf(THIRD).said).toEqual([...wanted, `unwant ${hello}`, 'close']);
  });

  test('another one is asked when nobody is at the own relay, and what comes there after all is taken', async () => {
    await writeSettings({ relays: [HOME, ELSEWHERE] });
    const { shows, clientOf, pages } = view(link);
    await vi.waitFor(() => expect(clientOf(HOME).said).toEqual(wanted));
    clientOf(HOME).open();
    clientOf(HOME).count(hello, 0);
    await vi.waitFor(() => expect(clientOf(ELSEWHERE).said).toEqual(wanted));
    clientOf(HOME).deliver(hello, bytes);
    await shows({ copy: HELD });
    expect(await pages.get(hello)).toMatchObject({ relays: [HOME] });
    expect(clientOf(ELSEWHERE).said).toEqual([...wanted, `unwant ${hello}`, 'close']);
  });

  test('a relay that lies ends only its own part', async () => {
    await writeSettings({ relays: [HOME, ELSEWHERE] });
    const { shows, clientOf } = view(link);
    await vi.waitFor(() => expect(clientOf(HOME).said).toEqual(wanted));
    clientOf(HOME).open();
    clientOf(HOME).refuse(hello, new CorruptError(hello));
    await vi.waitFor(() => expect(clientOf(ELSEWHERE).said).toEqual(wanted));
    clientOf(ELSEWHERE).deliver(hello, bytes);
    await shows({ copy: HELD });
  });

  test('when all of them lie, the reading ends with what the first did', async () => {
    await writeSettings({ relays: [HOME, ELSEWHERE] });
    const { shows, clientOf } = view(link);
    await vi.waitFor(() => expect(clientOf(HOME).said).toEqual(wanted));
    clientOf(HOME).refuse(hello, new CorruptError(hello));
    await vi.waitFor(() => expect(clientOf(ELSEWHERE).said).toEqual(wanted));
    clientOf(ELSEWHERE).refuse(hello, new Error('no'));
    await shows({ reading: { state: 'failed', problem: { reason: 'corrupt' } } });
  });

  test('one that is unknown is named when the own relay does not help, and hears nothing', async () => {
    const { shows, clientOf, clients, sights } = view(link);
    await vi.waitFor(() => expect(clientOf(HOME).said).toEqual(wanted));
    clientOf(HOME).open();
    await shows({ reading: { state: 'looking' } });
    expect(sights.at(-1)).not.toHaveProperty('unasked');
    clientOf(HOME).count(hello, 0);
    await shows({ reading: { state: 'absent' }, unasked: [ELSEWHERE] });
    clientOf(HOME).deliver(hello, bytes);
    await shows({ copy: HELD });
    expect(sights.at(-1)).not.toHaveProperty('unasked');
    expect(clients).toHaveLength(1);
  });

  test('one that is unknown is named too when the own relay lies', async () => {
    const { shows, clientOf, clients } = view(link);
    await vi.waitFor(() => expect(clientOf(HOME).said).toEqual(wanted));
    clientOf(HOME).refuse(hello, new CorruptError(hello));
    await shows({ reading: { state: 'failed' }, unasked: [ELSEWHERE] });
    expect(clients).toHaveLength(1);
  });

  test('a page that is held asks no other relay', async () => {
    await writeSettings({ relays: [HOME, ELSEWHERE] });
    const { pages, deps, clients } = scene();
    await keep(pages, bytes, [HOME]);
    const report = vi.fn<(sight: PageView) => void>();
    viewPage(deps, link, report, SEEN);
    await vi.waitFor(() => {
      expect(report.mock.lastCall?.[0].copy).toMatchObject(HELD);
    });
    expect(clients.map(({ relay }) => relay)).toEqual([HOME]);
  });
});

describe('a page that a site opened', () => {
  test('is shown, and not kept, announced or counted until somebody sees it', async () => {
    const seen = Promise.withResolvers<void>();
    const { shows, clientOf, pages, deps } = view(undefined, { ...SEEN, seen: seen.promise });
    await vi.waitFor(() => expect(clientOf().said).not.toEqual([]));
    clientOf().deliver(hello, bytes);
    await shows({ copy: { state: 'passing', mediaType: 'text/plain' } });
    expect(await deps.passing.get(hello)).toEqual({ bytes, relay: HOME });
    expect(await pages.count()).toBe(0);
    expect(clientOf().said).toEqual([`want ${hello}`]);
    seen.resolve();
    await shows({ copy: HELD });
    expect(await pages.get(hello)).toMatchObject({ origin: 'viewed', relays: [HOME] });
    await vi.waitFor(() => expect(clientOf().said).toContain(`have ${hello}`));
    await vi.waitFor(async () => expect(await deps.passing.get(hello)).toBeUndefined());
  });

  test('and closed before anybody saw it leaves nothing', async () => {
    const { shows, stop, clientOf, pages, deps } = view(undefined, {
      ...SEEN,
      seen: new Promise(() => {}),
    });
    await vi.waitFor(() => expect(clientOf().said).not.toEqual([]));
    clientOf().deliver(hello, bytes);
    await shows({ copy: { state: 'passing' } });
    stop();
    await vi.waitFor(async () => expect(await deps.passing.get(hello)).toBeUndefined());
    expect(await pages.count()).toBe(0);
    expect(clientOf().said).toEqual([`want ${hello}`, 'close']);
  });

  test('is not fetched again where the worker was killed meanwhile', async () => {
    const { deps, clients } = scene();
    await deps.passing.put(hello, { bytes, relay: HOME });
    const report = vi.fn<(sight: PageView) => void>();
    viewPage(deps, `${HOME}/${hello}`, report, SEEN);
    await vi.waitFor(() => expect(report.mock.lastCall?.[0].copy).toMatchObject(HELD));
    expect(clients[0]?.said).toEqual([`have ${hello}`]);
  });

  test('and that is held already is not noted as opened', async () => {
    const { deps, pages, now } = scene();
    await keep(pages, bytes);
    now.mockReturnValue(5_000);
    const seen = Promise.withResolvers<void>();
    const report = vi.fn<(sight: PageView) => void>();
    viewPage(deps, `${HOME}/${hello}`, report, { ...SEEN, seen: seen.promise });
    await vi.waitFor(() => expect(report.mock.lastCall?.[0].copy).toMatchObject(HELD));
    expect(await pages.get(hello)).toMatchObject({ usedAt: 1 });
    seen.resolve();
    await vi.waitFor(async () => expect(await pages.get(hello)).toMatchObject({ usedAt: 5_000 }));
  });
});
