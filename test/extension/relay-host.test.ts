import { beforeEach, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { askForHost, giveHostBack } from '../../extension/browser/relay-permission.ts';
import { writeSettings } from '../../extension/store/settings.ts';
import { ELSEWHERE, HOME } from './scene.ts';

/** The hosts that the browser gives access to. */
const given = new Set<string>();

beforeEach(() => {
  given.clear();
  Reflect.set(browser.permissions, 'request', async ({ origins }: { origins: string[] }) => {
    for (const host of origins) given.add(host);
    return true;
  });
  Reflect.set(browser.permissions, 'remove', async ({ origins }: { origins: string[] }) =>
    origins.every((host) => given.delete(host)),
  );
});

test('access to what turns out to be no relay is given back', async () => {
  expect(await askForHost(ELSEWHERE)).toBe(true);
  expect([...given]).toEqual(['https://relay.example/*']);
  await giveHostBack(ELSEWHERE);
  expect([...given]).toEqual([]);
});

test.each([
  ['one of the user’s own', { relays: [HOME, `${ELSEWHERE}:8443`] }],
  ['one met by a link', { knownRelays: [`${ELSEWHERE}:8443`] }],
])('not where %s is at the same host', async (_, settings) => {
  await writeSettings(settings);
  await askForHost(ELSEWHERE);
  await giveHostBack(ELSEWHERE);
  expect([...given]).toEqual(['https://relay.example/*']);
});

test('the access that cannot be given back stays without a word', async () => {
  Reflect.set(
    browser.permissions,
    'remove',
    vi.fn<() => void>().mockRejectedValue(new Error('no')),
  );
  await expect(giveHostBack(ELSEWHERE)).resolves.toBeUndefined();
});
