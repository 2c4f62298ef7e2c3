/** Compares the document of the relay's own page with the policy that the relay sends with it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Relay } from '../../relay/server/serve.ts';
import { startRelay } from '../support/wire.ts';

let relay: Relay;
let html: string;
let policy: ReadonlyMap<string, string>;

beforeAll(async () => {
  relay = await startRelay();
  const response = await fetch(relay.url);
  html = await response.text();
  policy = directivesOf(response.headers.get('content-security-policy') ?? '');
});

afterAll(() => relay.stop());

function directivesOf(text: string): ReadonlyMap<string, string> {
  const directives = text.split(';').map((directive) => directive.trim().split(/\s+/));
  return new Map(directives.map(([name = '', ...sources]) => [name, sources.join(' ')]));
}

test('nothing in the page comes from another origin', () => {
  const urls = [...html.matchAll(/(?:src|href|action|content)="([^"]*\/[^"]*)"/g)].map(
    ([, url = '']) => url,
  );
  const { origin } = new URL(relay.url);
  expect(urls.length).toBeGreaterThan(1);
  for (const url of urls.filter((one) => !one.startsWith('image/'))) {
    expect(new URL(url, origin).origin).toBe(origin);
  }
  expect(html).not.toMatch(/https?:/);
});

test('no script stands in the page itself', () => {
  const scripts = [...html.matchAll(/<script([^>]*)>([^]*?)<\/script>/g)];
  expect(scripts.length).toBeGreaterThan(0);
  for (const [, attributes, content] of scripts) {
    expect(attributes).toMatch(/\ssrc="\//);
    expect(content).toBe('');
  }
  expect(html).not.toMatch(/\son\w+\s*=|javascript:|<base|<iframe|<object/i);
});

test('the policy names this origin, and what has none', () => {
  const OWN = ["'none'", "'self'", 'data:', 'blob:'];
  for (const [name, sources] of policy) {
    if (!name.endsWith('-src')) continue;
    const allowed = name === 'style-src' ? [...OWN, "'unsafe-inline'"] : OWN;
    for (const source of sources.split(' ')) expect(allowed).toContain(source);
  }
  expect(policy.get('default-src')).toBe("'none'");
  expect(policy.get('script-src')).toBe("'self'");
});

test('markup has one door', () => {
  expect(policy.get('require-trusted-types-for')).toBe("'script'");
  expect(policy.get('trusted-types')).toBe('mayfly dompurify');
});
