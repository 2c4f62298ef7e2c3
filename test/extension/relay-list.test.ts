import { beforeEach, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { viewRelays } from '../../extension/background/watch/relay-list.ts';
import type { RelaysView } from '../../extension/messages.ts';
import { addKnownRelay, moveRelay, writeSettings } from '../../extension/store/settings.ts';
import { StoreError } from '../../extension/store/store-error.ts';
import { bytesOf, ELSEWHERE, HOME, keep, scene } from './scene.ts';

const THIRD = 'https://third.example';
let granted: readonly string[];

beforeEach(() => {
  granted = ['http://localhost/*'];
  const never = { addListener() {}, removeListener() {} };
  Object.assign(fakeBrowser, {
    permissions: {
      contains: async ({ origins }: { origins: string[] }) =>
        origins.every((origin) => granted.includes(origin)),
      onAdded: never,
      onRemoved: never,
    },
  });
});

function list() {
  const background = scene();
  const seen: RelaysView[] = [];
  const stop = viewRelays(background.deps, (sight) => seen.push(sight));
  const shows = (expected: object) => vi.waitFor(() => expect(seen.at(-1)).toMatchObject(expected));
  return { ...background, stop, shows };
}

test("the user's own relays come in their order, connected for as long as somebody looks", async () => {
  await writeSettings({ relays: [HOME, ELSEWHERE] });
  const { shows, clientOf, clients, stop } = list();
  await shows({ own: [{ relay: HOME }, { relay: ELSEWHERE }], others: [] });
  await vi.waitFor(() => expect(clients).toHaveLength(2));
  clientOf(HOME).open();
  clientOf(ELSEWHERE).fail('gone');
  await shows({
    own: [{ connection: { state: 'open' } }, { connection: { state: 'waiting' } }],
  });
  await moveRelay(ELSEWHERE, 0);
  await shows({ own: [{ relay: ELSEWHERE }, { relay: HOME }] });
  stop();
  expect(clientOf(HOME).said).toEqual(['close']);
  expect(clientOf(ELSEWHERE).said).toEqual(['close']);
});

test('each says how many pages are announced there, and whether its links open here', async () => {
  await writeSettings({ relays: [HOME, ELSEWHERE] });
  const { shows, pages } = list();
  await keep(pages, bytesOf('1'), [HOME]);
  await keep(pages, bytesOf('2'), [HOME, ELSEWHERE]);
  await shows({
    own: [
      { heldCount: 2, opensLinks: true },
      { heldCount: 1, opensLinks: false },
    ],
  });
});

test('relays that were met, or only have pages, are others, and nobody connects to them to look', async () => {
  const { shows, pages, clients } = list();
  await addKnownRelay(ELSEWHERE);
  await keep(pages, bytesOf('1'), [THIRD]);
  await shows({
    own: [{ relay: HOME }],
    others: [
      { relay: ELSEWHERE, isKnown: true, heldCount: 0, connection: { state: 'idle' } },
      { relay: THIRD, isKnown: false, heldCount: 1 },
    ],
  });
  expect(clients.map(({ relay }) => relay)).toEqual([HOME]);
});

test('a store that cannot be read, as one of a newer version, leaves the user their relays', async () => {
  const { shows, pages } = list();
  const newer = new StoreError('newer', 'an older store', undefined);
  vi.spyOn(pages, 'relays').mockRejectedValue(newer);
  vi.spyOn(pages, 'countOf').mockRejectedValue(newer);
  await writeSettings({ relays: [HOME, ELSEWHERE] });
  await shows({ own: [{ relay: HOME, heldCount: 0 }, { relay: ELSEWHERE }], others: [] });
});
