import { describe, expect, test, vi } from 'vitest';
import { CorruptError, RefusedError } from '../../relay/client/errors.ts';
import { seal } from '../../relay/client/seal.ts';
import type { Address } from '../../relay/protocol/address.ts';
import { encodeBase64url } from '../../relay/protocol/base64url.ts';
import type { Link } from '../../relay/protocol/link.ts';
import { PageReading, type PageReadingDeps } from '../../relay/view/page-reading.ts';
import { FakeClient, OPEN } from './fake-client.ts';

const address = 'aa'.repeat(32) as Address;
const link: Link = { relay: 'http://relay.test', address, relays: [] };
const bytes = new TextEncoder().encode('hello');

function reading(deps: Partial<PageReadingDeps> = {}) {
  const client = new FakeClient();
  const kept: Uint8Array[] = [];
  const page = new PageReading({
    client,
    link,
    onReadable: (it) => kept.push(it),
    canVerify: true,
    now: () => 1000,
    ...deps,
  });
  return { client, page, kept };
}

/** Gives settled promises time to be noticed. */
async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

test('a page is looked for once connected, received, shown and kept', async () => {
  const { client, page, kept } = reading();
  expect(page.reading.value).toEqual({ state: 'connecting' });
  client.connect(OPEN);
  expect(page.reading.value).toEqual({ state: 'looking' });
  client.count(2);
  expect(page.reading.value).toEqual({ state: 'looking', holders: 2 });
  client.fetches[0]?.options.onProgress?.(2, 5);
  expect(page.reading.value).toEqual({ state: 'receiving', received: 2, total: 5 });
  client.fetches[0]?.resolve(bytes);
  await turn();
  expect(page.reading.value).toEqual({
    state: 'shown',
    page: { address, bytes, mediaType: 'text/plain' },
  });
  expect(kept).toEqual([bytes]);
});

test('a page that nobody holds is absent until somebody comes', () => {
  const { client, page } = reading();
  client.connect(OPEN);
  client.count(0);
  expect(page.reading.value).toEqual({ state: 'absent' });
  client.count(1);
  expect(page.reading.value).toEqual({ state: 'looking', holders: 1 });
  client.count(0);
  expect(page.reading.value).toEqual({ state: 'absent', heldAt: 1000 });
});

test('a lost connection makes the count unknown and keeps the progress', () => {
  const { client, page } = reading();
  client.connect(OPEN);
  client.count(3);
  client.fetches[0]?.options.onProgress?.(2, 5);
  client.connect({ state: 'waiting', retryInMs: 1000, code: 1006, reason: 'gone' });
  expect(page.holders.value).toBeUndefined();
  expect(page.reading.value).toEqual({ state: 'receiving', received: 2, total: 5 });
});

test('while not connected a page that was absent is not said to be so', () => {
  const { client, page } = reading();
  client.connect(OPEN);
  client.count(0);
  client.connect({ state: 'waiting', retryInMs: 1000, code: 1006, reason: 'gone' });
  expect(page.reading.value).toEqual({ state: 'connecting' });
});

test('wrong bytes put the reading back to looking', () => {
  const { client, page } = reading();
  client.connect(OPEN);
  client.fetches[0]?.options.onProgress?.(2, 5);
  client.emit({ type: 'corrupt', address });
  expect(page.reading.value).toEqual({ state: 'looking' });
});

test('the type and name of the link are those of the page', async () => {
  const { client, page } = reading({ link: { ...link, mediaType: 'text/html', name: 'a.html' } });
  client.fetches[0]?.resolve(bytes);
  await turn();
  expect(page.reading.value).toMatchObject({ page: { mediaType: 'text/html', name: 'a.html' } });
});

test('a page held here is shown at once, and nothing is fetched or kept again', async () => {
  const { client, page, kept } = reading({ held: bytes });
  await turn();
  expect(page.reading.value).toMatchObject({ state: 'shown' });
  expect(client.fetches).toEqual([]);
  expect(kept).toEqual([]);
});

test.each([
  [new CorruptError(address), 'corrupt'],
  [new RefusedError('too-many-wants', 'expected fewer wants'), 'refused'],
  [new Error('what?'), 'unexpected'],
])('%s makes the reading fail, and a retry starts over', async (error, reason) => {
  const { client, page } = reading();
  client.connect(OPEN);
  client.fetches[0]?.reject(error);
  await turn();
  expect(page.reading.value).toEqual({
    state: 'failed',
    problem: { reason, message: error.message },
  });
  page.retry();
  expect(page.reading.value).toEqual({ state: 'looking' });
  expect(client.fetches).toHaveLength(2);
});

test('a reading that was cancelled wants nothing, and a retry starts over', async () => {
  const { client, page, kept } = reading();
  client.connect(OPEN);
  client.fetches[0]?.options.onProgress?.(2, 5);
  page.cancel();
  expect(client.fetches[0]?.options.signal?.aborted).toBe(true);
  client.fetches[0]?.resolve(bytes);
  await turn();
  expect(page.reading.value).toEqual({ state: 'cancelled' });
  expect(kept).toEqual([]);
  page.retry();
  expect(page.reading.value).toEqual({ state: 'looking' });
  expect(client.fetches[1]?.options.signal?.aborted).toBe(false);
});

test('a page that is shown is not cancelled', async () => {
  const { page } = reading({ held: bytes });
  page.cancel();
  await turn();
  expect(page.reading.value).toMatchObject({ state: 'shown' });
});

test('an encrypted page is kept as it came and shown as it was', async () => {
  const { bytes: sealed, key } = await seal(bytes);
  const { client, page, kept } = reading({ link: { ...link, key, mediaType: 'text/markdown' } });
  client.connect(OPEN);
  client.fetches[0]?.resolve(sealed);
  await vi.waitFor(() => expect(page.reading.value.state).toBe('shown'));
  expect(page.reading.value).toMatchObject({ page: { bytes, mediaType: 'text/markdown' } });
  expect(kept).toEqual([sealed]);
});

test('an encrypted page held here is opened without a fetch', async () => {
  const { bytes: sealed, key } = await seal(bytes);
  const { client, page } = reading({ link: { ...link, key }, held: sealed });
  expect(page.reading.value).toEqual({ state: 'opening' });
  await vi.waitFor(() => expect(page.reading.value).toMatchObject({ page: { bytes } }));
  expect(client.fetches).toEqual([]);
});

describe('a page whose key', () => {
  const sealing = seal(bytes);
  const other = seal(bytes);

  async function locked(deps: Partial<PageReadingDeps>) {
    const background = reading(deps);
    background.client.fetches[0]?.resolve((await sealing).bytes);
    await vi.waitFor(() => expect(background.page.reading.value.state).toBe('locked'));
    return background;
  }

  test('does not fit says so, and is uploaded to nobody', async () => {
    const { page, kept } = await locked({ link: { ...link, key: (await other).key } });
    expect(page.reading.value).toEqual({ state: 'locked', lock: 'wrong-key' });
    await turn();
    expect(kept).toEqual([]);
  });

  test('is missing asks for it', async () => {
    const { page } = await locked({});
    expect(page.reading.value).toEqual({ state: 'locked', lock: 'no-key' });
  });

  test('is damaged asks for it', async () => {
    const { page } = await locked({ isKeyDamaged: true });
    expect(page.reading.value).toEqual({ state: 'locked', lock: 'bad-key' });
  });

  test('is pasted later is opened by it', async () => {
    const { page, kept } = await locked({});
    const wrong = encodeBase64url((await other).key);
    expect(await page.tryKey(wrong)).toEqual({
      problem: 'This key does not fit the page.',
    });
    const { key } = await sealing;
    expect(await page.tryKey(encodeBase64url(key))).toEqual({ link: { ...link, key } });
    expect(page.reading.value).toMatchObject({ state: 'shown', page: { bytes } });
    expect(page.found.link.key).toEqual(key);
    await turn();
    expect(kept).toEqual([(await sealing).bytes]);
  });

  test('nobody has can be seen as it is', async () => {
    const { page } = await locked({});
    page.showAsIs();
    expect(page.reading.value).toMatchObject({ page: { bytes: (await sealing).bytes } });
  });
});

test('where addresses cannot be checked nothing is fetched', () => {
  const { client, page } = reading({ canVerify: false });
  expect(page.reading.value).toMatchObject({ problem: { reason: 'no-webcrypto' } });
  expect(client.fetches).toEqual([]);
});

test('stopping takes everything back and changes nothing any more', async () => {
  const { client, page, kept } = reading();
  client.connect(OPEN);
  page.stop();
  await turn();
  expect(client.isWatched).toBe(false);
  expect(client.isHeard).toBe(false);
  expect(client.fetches[0]?.options.signal?.aborted).toBe(true);
  expect(page.reading.value).toEqual({ state: 'looking' });
  expect(kept).toEqual([]);
});

test('the log begins with the connection and follows the page', () => {
  const { client, page } = reading();
  client.connect(OPEN);
  client.emit({ type: 'wanted', address, from: 0 });
  client.emit({ type: 'wanted', address: 'bb'.repeat(32) as Address, from: 0 });
  expect(page.activity.value.map(({ event }) => event.type)).toEqual([
    'connection',
    'connection',
    'wanted',
  ]);
});
