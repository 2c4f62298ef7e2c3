import { beforeEach, expect, test } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { findLink, parseLink } from '@mayfly/relay/protocol';
import { linkRule, redirectLinks } from '../../extension/background/read/link-redirects.ts';
import { writeSettings } from '../../extension/store/settings.ts';
import { linkOf, viewerUrlOf } from '../../extension/browser/viewer-url.ts';
import { ELSEWHERE, HOME } from './scene.ts';

const address = 'ab'.repeat(32);
let rules: ReturnType<typeof linkRule>[];
let granted: string[];

beforeEach(() => {
  rules = [];
  granted = ['http://localhost/*'];
  Object.assign(fakeBrowser, {
    declarativeNetRequest: {
      getDynamicRules: () => Promise.resolve(rules),
      updateDynamicRules: (change: { removeRuleIds: number[]; addRules: typeof rules }) => {
        const kept = rules.filter(({ id }) => !change.removeRuleIds.includes(id));
        rules = [...kept, ...change.addRules];
        return Promise.resolve();
      },
    },
    permissions: {
      contains: ({ origins }: { origins: string[] }) =>
        Promise.resolve(origins.every((origin) => granted.includes(origin))),
    },
  });
});

/** The target of a rule for `url`, as the browser would compute it. */
function redirect(relay: string, url: string): string | undefined {
  const { condition, action } = linkRule(1, relay);
  const match = new RegExp(condition.regexFilter).exec(url);
  return match
    ?.slice(1)
    .reduce<string>(
      (target, group, i) => target.replace(`\\${i + 1}`, group ?? ''),
      action.redirect.regexSubstitution,
    );
}

const key = 'A'.repeat(43);

test.each([
  `${HOME}/${address}`,
  `${HOME}/${address}#t=text/html&n=a%20b`,
  `${HOME}/${address}?raw&u=1#k=${key}`,
  `${HOME}/${address}%23k=${key}&n=a%26b`,
])('%s leads to the viewer, which reads the same link back', (link) => {
  const viewer = redirect(HOME, link);
  expect(viewer).toMatch(/viewer\.html\?relay=http%3A%2F%2Flocalhost%3A4000&u=/);
  expect(linkOf(new URL(viewer ?? ''))).toBe(link);
});

test('the canonical link of a page has one URL of the viewer', () => {
  const link = `${HOME}/${address}#k=${key}&n=a%26b`;
  expect(viewerUrlOf(link)).toBe(redirect(HOME, link));
});

test.each([
  `/${address.toUpperCase()}#k=${key}`,
  `/${address}/#k=${key}`,
  `//${address}#k=${key}`,
  `/${address}?fbclid=Iw-_x&k=1#k=${key}`,
  `/${address}/?utm_source=x#k=${key}`,
  `/${address}%23k=${key}`,
  `/${address}%23k%3D${key}`,
  `/${address}%2523k=${key}`,
  `/${address}#/k=${key}`,
  `/${address}#${key}`,
  `/${address}).#k=${key}`,
  `/${address}#k=${key}%E2%80%8B`,
  `/${address.slice(0, 9)}%E2%80%8B${address.slice(9)}#k=${key}`,
  `/${address}#k=${key}).`,
  `/${address}#k=${key}?utm_source=x`,
  `/${address}#k=${key}#top`,
  `/${address}/index.html#k=${key}`,
])('a browser that asks for %s is led to the viewer, which finds the link', (path) => {
  const viewer = redirect(HOME, HOME + path);
  expect(findLink(linkOf(new URL(viewer ?? '')))).toEqual({
    link: parseLink(`${HOME}/${address}#k=${key}`),
    isKeyDamaged: false,
  });
});

test.each([
  `${HOME}/`,
  `${HOME}/assets/${address}`,
  `${HOME}/assets/deadbeef.js`,
  `${HOME}/healthz`,
  `${HOME}/ws`,
  `http://localhost:4001/${address}`,
  `http://localhost:40001/${address}`,
  `https://evil.example/?${HOME}/${address}`,
])('%s does not', (url) => {
  expect(redirect(HOME, url)).toBeUndefined();
});

test('the dots of a host are dots', () => {
  expect(redirect(ELSEWHERE, `https://relay-example/${address}`)).toBeUndefined();
  expect(redirect(ELSEWHERE, `https://relay.example/${address}`)).toBeDefined();
});

test('each relay that is known and permitted has a rule, and no other', async () => {
  await writeSettings({ knownRelays: [ELSEWHERE] });
  await redirectLinks();
  expect(rules).toEqual([linkRule(1, HOME)]);
  granted.push('https://relay.example/*');
  await Promise.all([redirectLinks(), redirectLinks()]);
  expect(rules).toEqual([linkRule(1, HOME), linkRule(2, ELSEWHERE)]);
  granted = [];
  await redirectLinks();
  expect(rules).toEqual([]);
});
