import { expect, test } from 'vitest';
import { CorruptError, RefusedError } from '../../relay/client/errors.ts';
import type { Address } from '../../relay/protocol/address.ts';
import type { Link } from '../../relay/protocol/link.ts';
import { PageReading, type PageReadingDeps } from '../../relay/view/page-reading.ts';
import type { Page } from '../../relay/view/reading.ts';
import { FakeClient, OPEN } from './fake-client.ts';

const address = 'aa'.repeat(32) as Address;
const link: Link = { relay: 'http://relay.test', address, relays: [] };
const bytes = new TextEncoder().encode('hello');

function reading(deps: Partial<PageReadingDeps> = {}) {
  const client = new FakeClient();
  const kept: Page[] = [];
  const page = new PageReading({
    client,
    link,
    onPage: (it) => kept.push(it),
    canVerify: true,
    now: () => 1000,
    ...deps,
  });
  return { client, page, kept };
}

/** Lets what was settled be noticed. */
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
  expect(kept).toHaveLength(1);
});

test('a page that nobody holds is absent until somebody comes', () => {
  const { client, page } = reading();
  client.connect(OPEN);
  client.count(0);
  expect(page.reading.value).toEqual({ state: 'absent' });
  client.count(1);
  expect(page.reading.value).toEqual({ state: 'looking', holders: 1 });
});

test('a lost connection makes the count unknown and keeps the progress', () => {
  const { client, page } = reading();
  client.connect(OPEN);
  client.count(3);
  client.fetches[0]?.options.onProgress?.(2, 5);
  client.connect({ state: 'waiting', retryInMs: 1000, reason: 'gone' });
  expect(page.holders.value).toBeUndefined();
  expect(page.reading.value).toEqual({ state: 'receiving', received: 2, total: 5 });
});

test('while not connected a page that was absent is not said to be so', () => {
  const { client, page } = reading();
  client.connect(OPEN);
  client.count(0);
  client.connect({ state: 'waiting', retryInMs: 1000, reason: 'gone' });
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

test('a page held here is shown at once, and nothing is fetched or kept again', () => {
  const { client, page, kept } = reading({ held: bytes });
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

test('a page that is shown is not cancelled', () => {
  const { page } = reading({ held: bytes });
  page.cancel();
  expect(page.reading.value).toMatchObject({ state: 'shown' });
});

test('a sealed page is not asked for, and its key goes nowhere', () => {
  const { client, page } = reading({ link: { ...link, key: new Uint8Array(32) } });
  expect(page.reading.value).toEqual({ state: 'failed', problem: { reason: 'sealed' } });
  expect(client.fetches).toEqual([]);
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
