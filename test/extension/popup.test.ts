import { DEFAULT_LIMITS } from '@mayfly/relay/protocol';
import type { Draft } from '@mayfly/relay/words';
import { expect, test, vi } from 'vitest';
import { viewOverview } from '../../extension/background/watch/overview.ts';
import { share } from '../../extension/background/share/publication.ts';
import { readAtOnce } from '../../extension/ui/popup/first-view.ts';
import { DraftKeeper } from '../../extension/ui/draft-keeper.ts';
import type { Overview } from '../../extension/messages.ts';
import { writeSettings } from '../../extension/store/settings.ts';
import { kindOf } from '../../extension/ui/clipboard-kind.ts';
import { cutMiddle } from '../../extension/ui/cut-middle.ts';
import { formatAge } from '../../extension/ui/format-age.ts';
import { bytesOf, ELSEWHERE, HOME, keep, scene } from './scene.ts';

function overview() {
  const background = scene();
  const seen: Overview[] = [];
  const stop = viewOverview(background.deps, (one) => seen.push(one));
  const shows = (expected: object) => vi.waitFor(() => expect(seen.at(-1)).toMatchObject(expected));
  return { ...background, stop, shows };
}

test('the relay for new pages is connected while somebody looks, and follows the setting', async () => {
  const { shows, stop, clientOf } = overview();
  await shows({ relay: HOME, heldCount: 0, connections: [{ relay: HOME }] });
  clientOf().open();
  await shows({ connections: [{ connection: { state: 'open' } }] });
  await writeSettings({ relays: [ELSEWHERE] });
  await shows({ relay: ELSEWHERE, connections: [{ relay: ELSEWHERE }] });
  expect(clientOf(HOME).said).toEqual(['close']);
  stop();
  expect(clientOf(ELSEWHERE).said).toEqual(['close']);
});

test('the popup knows the largest page that the default relay takes, before and after it is connected', async () => {
  const { shows, clientOf } = overview();
  await shows({ pageBytes: DEFAULT_LIMITS.pageBytes });
  clientOf().open({ ...DEFAULT_LIMITS, pageBytes: 1_000 });
  await shows({ pageBytes: 1_000 });
});

test('recent pages come with their holders for as long as their relay is there', async () => {
  const { shows, pages, clientOf } = overview();
  await shows({ heldCount: 0 });
  const address = await keep(pages, bytesOf('hello'));
  await shows({ heldCount: 1, recent: [{ address, link: `${HOME}/${address}`, length: 5 }] });
  clientOf().open();
  clientOf().count(address, 3);
  await shows({ recent: [{ holders: 3 }] });
  clientOf().fail('gone');
  await shows({ recent: [expect.not.objectContaining({ holders: 3 })] });
});

test('while nothing is handed on the popup says so, and asks no relay about pages', async () => {
  const { shows, pages, clientOf } = overview();
  const address = await keep(pages, bytesOf('hello'));
  await shows({ uploads: { pages: 'all' }, isAsked: true, recent: [{ isUploaded: true }] });
  await writeSettings({ pause: { until: 'resumed' } });
  await shows({ uploads: { why: 'paused' }, recent: [{ isUploaded: false }] });
  clientOf().count(address, 3);
  await shows({ recent: [expect.not.objectContaining({ holders: 3 })] });
});

test('the popup knows the last pages by itself, before the background has said how many hold them', async () => {
  const { pages } = scene();
  const [old, last] = [
    await keep(pages, bytesOf('old')),
    await keep(pages, bytesOf('last'), [ELSEWHERE], 2),
  ];
  const settings = { lifetime: 'day', uploads: 'published' } as const;
  expect(await readAtOnce(pages, settings, 1)).toEqual({
    heldCount: 2,
    lifetime: 'day',
    recent: [
      {
        address: last,
        title: 'a page',
        link: `${ELSEWHERE}/${last}`,
        length: 4,
        origin: 'published',
        addedAt: 2,
        isUploaded: true,
      },
    ],
  });
  expect((await readAtOnce(pages, settings, 2)).recent.at(-1)).toMatchObject({ address: old });
});

test('a popup that opens is answered without waiting for what may come meanwhile', async () => {
  const { deps } = scene();
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const answered = new Promise<Overview>((resolve) => viewOverview(deps, resolve));
  vi.useRealTimers();
  expect(await answered).toMatchObject({ heldCount: 0 });
});

test('the link of an encrypted page comes with its key', async () => {
  const { shows, deps, clientOf } = overview();
  const shared = { bytes: bytesOf('hello'), mediaType: 'text/plain', isSealed: true };
  void share(deps, [HOME], shared);
  clientOf().open();
  await shows({ recent: [{ title: 'hello', link: expect.stringMatching(/#k=[\w-]{43}$/) }] });
});

test('of a draft that changes while it is written down, the last form is kept', async () => {
  const written: Draft[] = [];
  const write = Promise.withResolvers<void>();
  const keeper = new DraftKeeper((draft) => {
    written.push(draft);
    return write.promise;
  });
  for (const text of ['a', 'ab', 'abc']) keeper.keep({ text, mediaType: 'text/plain' });
  write.resolve();
  await vi.waitFor(() => expect(written.map((draft) => draft.text)).toEqual(['a', 'abc']));
});

test.each([
  [0, 'just now'],
  [-5_000, 'just now'],
  [61_000, '1 minute ago'],
  [2 * 3_600_000, '2 hours ago'],
  [86_400_000, 'yesterday'],
])('%i ms ago reads %s', (elapsedMs, words) => {
  expect(formatAge(0, elapsedMs)).toBe(words);
});

test.each([
  [['text/plain'], 'text'],
  [['text/plain', 'text/html'], 'formatted'],
  [['text/html', 'image/png'], 'picture'],
  [['image/png'], 'picture'],
  [['text/plain', 'text/html', 'image/png'], 'formatted'], // as a word processor copies
  [[], 'empty'],
  [['application/x-other'], 'empty'],
] as const)('a clipboard with %j is called %s', (types, kind) => {
  expect(kindOf(new Set(types))).toBe(kind);
});

test('a link is cut in the middle: its start and its end stay', () => {
  const link = `https://relay.example/${'a'.repeat(64)}#k=${'B'.repeat(42)}C`;
  expect(cutMiddle(link, 30)).toBe('relay.example/aaaaa…BBBBBBBBBC');
  expect(cutMiddle('https://relay.example/', 30)).toBe('relay.example/');
});
