import { expect, test } from 'vitest';
import { enteredRelay } from '../../extension/ui/options/entered-relay.ts';

test.each([
  ['localhost:4000', 'http://localhost:4000'],
  ['LOCALHOST', 'http://localhost'],
  ['127.0.0.1:4000', 'http://127.0.0.1:4000'],
  ['[::1]:4000', 'http://[::1]:4000'],
  ['example.org', 'https://example.org'],
  [' relay.example:8443 ', 'https://relay.example:8443'],
  ['localhost.example', 'https://localhost.example'],
  ['http://example.org', 'http://example.org'],
  ['https://localhost', 'https://localhost'],
])('%j is taken as %s', (text, relay) => {
  expect(enteredRelay(text)).toBe(relay);
});

test.each(['', ' ', 'ftp://example.org', 'mailto:alice@example.org', 'two words', 'https://'])(
  '%j is no relay',
  (text) => {
    expect(enteredRelay(text)).toBeUndefined();
  },
);
