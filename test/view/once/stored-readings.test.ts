// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test, vi } from 'vitest';
import { newOnceKeys } from '../../../relay/client/once/key-derivation.ts';
import { encodeBase64url } from '../../../relay/protocol/base64url.ts';
import type { Address } from '../../../relay/protocol/address.ts';
import { StoredReadings } from '../../../relay/web/once/stored-readings.ts';
import { inDatabase } from '../../../relay/web/tab-database.ts';

const lock = 'aa'.repeat(32) as Address;
const capability = new Uint8Array(32).fill(7);
const now = () => 1_000;

beforeEach(() => vi.stubGlobal('indexedDB', new IDBFactory()));

/** A tab of the browser that has the link. */
const openTab = () => new StoredReadings({ capability, now });

test('a reader who lost the tab goes on with the same keys in another', async () => {
  const keys = await newOnceKeys();
  await openTab().write({ lock, keys, asked: true });
  expect(await openTab().read(lock)).toEqual({ lock, keys, asked: true });
});

test('once the receipt is confirmed, only the time of the opening stays', async () => {
  const keys = await newOnceKeys();
  const opened = { at: 900, receipt: new Uint8Array(66) };
  await openTab().write({ lock, keys, asked: true, opened });
  expect(await openTab().earlier()).toEqual({ at: 900, isConfirmed: false });
  await openTab().delete();
  expect(await openTab().read(lock)).toBeUndefined();
  expect(await openTab().earlier()).toEqual({ at: 900, isConfirmed: true });
});

test('a reader who is refused leaves nothing', async () => {
  await openTab().write({ lock, keys: await newOnceKeys(), asked: true });
  await openTab().delete();
  expect(await openTab().earlier()).toBeUndefined();
});

test('the database names no link', async () => {
  await openTab().write({ lock, keys: await newOnceKeys(), asked: false });
  const rows = await inDatabase(async (database) => [
    await database.getAllKeys('onceReads'),
    await database.getAll('onceReads'),
  ]);
  const said = JSON.stringify(rows);
  expect(said).not.toContain(lock);
  expect(said).not.toContain(encodeBase64url(capability));
});
