/** The viewer's way to the parts of a bundle, and the background's end of its port. */
import { BUNDLE_TYPE, sealBundle } from '@mayfly/relay/client';
import { expect, test } from 'vitest';
import type { BundleView, BundleWish } from '../../extension/messages.ts';
import { Pages } from '../../extension/store/pages.ts';
import { ViewerBundle } from '../../extension/ui/viewer/viewer-bundle.ts';
import { formatManifest, PART_BYTES } from '../../relay/client/bundle/index.ts';
import { HOME } from './scene.ts';

const pages = new Map<number, Blob>();
const made = await sealBundle(
  [{ path: 'a', type: 'text/plain', content: new Blob([new Uint8Array(2 * PART_BYTES + 1)]) }],
  { onPart: async (index, _, page) => void pages.set(index, new Blob([page])) },
);

function viewing(store = new Pages()) {
  const names: string[] = [];
  const wishes: BundleWish[] = [];
  let report: (view: BundleView) => void = () => {};
  let open: (say: (message: unknown) => void) => void = () => {};
  const page = {
    address: made.address,
    bytes: formatManifest(made.manifest),
    mediaType: BUNDLE_TYPE,
  };
  const say = (wish: unknown) => void wishes.push(wish as BundleWish);
  const bundle = new ViewerBundle({
    pages: store,
    page,
    link: () => 'the link',
    follow: (name, onUpdate, onOpen) => {
      names.push(name());
      report = onUpdate;
      open = onOpen ?? open;
      open(say);
      return () => {};
    },
  });
  const view = (held: readonly number[], more: Partial<BundleView> = {}) =>
    report({ held, wanted: 0, failed: [], ...more });
  return { bundle, names, wishes, view, reopen: () => open(say) };
}

test('the bundle is followed by its link, and its state is told', () => {
  const { bundle, names, view } = viewing();
  view([1], { wanted: 2, complete: 3 });
  expect(names).toEqual(['bundle the link']);
  expect(bundle.state.value).toEqual({ held: new Set([1]), wanted: 2, failed: [], complete: 3 });
});

test('a wait ends when its parts are stored, and what is here is not asked for', async () => {
  const { bundle, wishes, view } = viewing();
  view([2]);
  await bundle.want([2]);
  const wait = bundle.want([0, 2]);
  view([0, 2]);
  await wait;
  expect(wishes).toEqual([{ type: 'want', parts: [0, 2] }]);
});

test('all parts are wanted by one word', async () => {
  const { bundle, wishes, view } = viewing();
  const wait = bundle.want('all');
  view([0, 1]);
  view([0, 1, 2]);
  await wait;
  expect(wishes).toEqual([{ type: 'want', parts: 'all' }]);
});

test('parts that another wait has asked for are not asked for again', async () => {
  const { bundle, wishes, view } = viewing();
  const waits = [bundle.want([0, 1]), bundle.want([1])];
  view([0, 1]);
  await Promise.all(waits);
  expect(wishes).toHaveLength(1);
});

test('a wait outlasts that nobody has a part, and ends where the part cannot be had', async () => {
  const { bundle, view } = viewing();
  const wait = bundle.want([0]);
  view([], { failed: [{ index: 0, why: 'nobody' }] });
  view([], { failed: [{ index: 0, why: 'disk-full' }] });
  await expect(wait).rejects.toMatchObject({ name: 'PartError', why: 'disk-full' });
});

test('a failure from before the wish ends no wait, unless it comes again', async () => {
  const { bundle, view } = viewing();
  const failed = [{ index: 0, why: 'refused' }] as const;
  view([], { failed });
  const wait = bundle.want([0]);
  view([], { failed });
  view([0]);
  await wait;
});

test('a part that is bad is not waited for', async () => {
  const { bundle, view } = viewing();
  view([], { failed: [{ index: 0, why: 'bad' }] });
  await expect(bundle.want([0])).rejects.toMatchObject({ why: 'bad' });
});

test('a wait that is given up, or stopped, ends with its reason', async () => {
  const { bundle, wishes } = viewing();
  const given = new AbortController();
  const wait = bundle.want([0], given.signal);
  given.abort(new Error('left'));
  await expect(wait).rejects.toThrow('left');
  const stopped = bundle.want([0]);
  bundle.stop();
  await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
  expect(wishes.at(-1)).toEqual({ type: 'stop' });
});

test('a worker that was killed hears again what is waited for', async () => {
  const { bundle, wishes, view, reopen } = viewing();
  const wait = bundle.want([1]);
  reopen();
  expect(wishes).toEqual([
    { type: 'want', parts: [1] },
    { type: 'want', parts: [1] },
  ]);
  view([1]);
  await wait;
});

test('a stored part is read, and a damaged one deleted', async () => {
  const store = new Pages();
  const { bundle } = viewing(store);
  expect(await bundle.page(0)).toBeUndefined();
  const { address, page } = made;
  await store.putBundle(
    { address, mediaType: BUNDLE_TYPE, title: 'a', origin: 'viewed', relays: [HOME], addedAt: 1 },
    page,
    { id: 'the bundle', entries: 1, bytes: 2 * PART_BYTES + 1, parts: 3 },
  );
  await store.parts.put('the bundle', 0, made.manifest.parts[0]!, pages.get(0)!);
  expect((await bundle.page(0))?.size).toBe(pages.get(0)?.size);
  await bundle.discard(0);
  expect(await bundle.page(0)).toBeUndefined();
});
