/** One tab of the viewer at a once link, and the background's end of its port. */
import { addressOf, seal } from '@mayfly/relay/client';
import { encodeBase64url, findLink } from '@mayfly/relay/protocol';
import { expect, test, vi } from 'vitest';
import { viewerUrlOf } from '../../extension/browser/viewer-url.ts';
import type { KeyedPage, OnceTabNote, OpeningView } from '../../extension/messages.ts';
import type { OnceTabFacts } from '../../extension/ui/viewer/once-tab-memory.ts';
import { memoryIn } from '../../extension/ui/viewer/once-tab-memory.ts';
import { OnceTab } from '../../extension/ui/viewer/once-tab.ts';
import { bytesOf, HOME } from './scene.ts';

const content = bytesOf('meet me at nine');
const { bytes, key } = await seal(content);
const page = await addressOf(bytes);
const capability = 'A'.repeat(43);
const bare = `${HOME}/${'ab'.repeat(32)}`;
const whole = `${bare}#b=${capability}`;
const KEYED: KeyedPage = {
  state: 'keyed',
  page,
  key: encodeBase64url(key),
  mediaType: 'text/plain',
  name: 'place.txt',
};

interface SceneOptions {
  readonly facts?: OnceTabFacts;
  readonly visible?: Promise<void>;
  readonly passing?: ConstructorParameters<typeof OnceTab>[0]['passing'];
}

function viewer(link = whole, options: SceneOptions = {}) {
  const { visible = Promise.resolve() } = options;
  const passing = options.passing ?? { get: async () => ({ bytes, relay: HOME }) };
  let facts = options.facts ?? {};
  const ports: string[] = [];
  const said: OnceTabNote['type'][] = [];
  const urls: string[] = [];
  let report: (sight: OpeningView) => void = () => {};
  let reopen = () => {};
  const tab = new OnceTab({
    found: findLink(link)!,
    passing,
    onUrl: (url) => urls.push(url),
    follow: (name, onUpdate, onOpen) => {
      report = onUpdate;
      reopen = () => {
        ports.push(name());
        onOpen?.((note) => said.push((note as OnceTabNote).type));
      };
      reopen();
      return () => {};
    },
    memory: { read: () => facts, write: (next) => (facts = next) },
    visible: () => visible,
    now: () => 5_000,
  });
  const shows = (opening: OpeningView['opening']) =>
    report({ opening, connection: { state: 'idle' } });
  return { tab, ports, said, urls, shows, facts: () => facts, reopen: () => reopen() };
}

/** A tab that has the page on its screen. */
async function shown() {
  const scene = viewer();
  scene.shows({ state: 'ready' });
  scene.tab.press();
  scene.shows(KEYED);
  await vi.waitFor(() => expect(scene.tab.opening.value.state).toBe('opened'));
  scene.tab.shown();
  return scene;
}

test('a press is said, and the page opens with the key that comes', async () => {
  const { tab, ports, said, urls, shows, facts } = viewer();
  expect(ports).toEqual([`once ${whole}`]);
  expect(urls).toEqual([viewerUrlOf(whole)]);
  shows({ state: 'ready' });
  expect(said).toEqual([]);
  tab.press();
  expect(said).toEqual(['open']);
  shows(KEYED);
  await vi.waitFor(() =>
    expect(tab.opening.value).toMatchObject({
      state: 'opened',
      page: { bytes: content, mediaType: 'text/plain', name: 'place.txt' },
    }),
  );
  expect(tab.opening.value).not.toHaveProperty('page.key');
  tab.shown();
  expect(said).toEqual(['open', 'shown']);
  expect(facts()).toEqual({ isPressed: true, shownAt: 5_000 });
});

test('an open page stays on the screen, whatever the background says', async () => {
  const { tab, shows } = await shown();
  shows({ state: 'left', at: 1 });
  expect(tab.opening.value.state).toBe('opened');
  shows({ state: 'failed', problem: { reason: 'closed' } });
  expect(tab.opening.value.state).toBe('opened');
});

test('a killed worker hears the press again, and after the page is there only of its receipt', async () => {
  const { tab, said, reopen } = viewer();
  tab.press();
  reopen();
  await vi.waitFor(() => expect(said).toEqual(['open', 'open']));
  const open = await shown();
  open.reopen();
  expect(open.ports).toEqual([`once ${whole}`, `shown once ${whole}`]);
  expect(open.said).toEqual(['open', 'shown']);
});

test('a restored tab goes on with its press once somebody can see it', async () => {
  const visible = Promise.withResolvers<void>();
  const { said } = viewer(whole, { facts: { isPressed: true }, visible: visible.promise });
  await Promise.resolve();
  expect(said).toEqual([]);
  visible.resolve();
  await vi.waitFor(() => expect(said).toEqual(['open']));
});

test('after a reload of an open page, the tab says that it was opened, and opens again on a press', () => {
  const { tab, ports, said, shows, facts } = viewer(whole, {
    facts: { isPressed: true, shownAt: 4_000 },
  });
  expect(tab.opening.value).toEqual({ state: 'left', at: 4_000 });
  expect(ports).toEqual([`shown once ${whole}`]);
  shows({ state: 'asking' });
  expect(tab.opening.value.state).toBe('left');
  expect(said).toEqual([]);
  tab.press();
  expect(ports.at(-1)).toBe(`once ${whole}`);
  expect(facts()).toEqual({ isPressed: true });
  expect(tab.opening.value.state).toBe('arriving');
});

test('a link that is cut off goes to no relay, and opens with the pasted rest', async () => {
  const { tab, ports, urls } = viewer(`${bare}#b=${capability.slice(1)}`);
  expect(tab.opening.value).toEqual({ state: 'failed', problem: { reason: 'bad-capability' } });
  expect([ports, urls]).toEqual([[], []]);
  expect(await tab.tryPasted(`${bare}#b=short`)).toContain('not the whole link');
  expect(await tab.tryPasted(whole.replaceAll('ab', 'cd'))).toContain('another page');
  expect(await tab.tryPasted(`b=${capability}`)).toBeUndefined();
  expect(ports).toEqual([`once ${whole}`]);
  expect(urls).toEqual([viewerUrlOf(whole)]);
});

test('a key that does not open the page, and a page that is gone, can be tried again', async () => {
  vi.spyOn(console, 'error').mockReturnValue();
  for (const passing of [
    { get: async () => undefined },
    { get: async () => ({ bytes: bytesOf('other'), relay: HOME }) },
  ]) {
    const { tab, shows, ports } = viewer(whole, { passing });
    shows(KEYED);
    await vi.waitFor(() =>
      expect(tab.opening.value).toMatchObject({ problem: { reason: 'unexpected' } }),
    );
    tab.start();
    expect(ports).toHaveLength(2);
    expect(tab.opening.value.state).not.toBe('failed');
  }
});

test('the facts of a tab are in its own history', () => {
  let state: unknown = null;
  const history = {
    get state() {
      return state;
    },
    replaceState: (next: unknown) => (state = structuredClone(next)),
  } as unknown as History;
  expect(memoryIn(history).read()).toEqual({});
  memoryIn(history).write({ isPressed: true });
  expect(memoryIn(history).read()).toEqual({ isPressed: true });
});
