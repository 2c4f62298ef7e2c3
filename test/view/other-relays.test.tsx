// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest';
import { OtherRelays as AskedRelays } from '../../extension/ui/viewer/named-relays.tsx';
import { isMissed } from '../../relay/web/read-screen.tsx';
import { linksElsewhere, OtherRelays } from '../../relay/web/relay-links.tsx';
import { OPEN } from './fake-client.ts';
import { button, hide, show } from './screen.ts';

const address = 'aa'.repeat(32);
const link = `https://relay.test/${address}`;
const waiting = { state: 'waiting', retryInMs: 1_000, code: 1006, reason: 'gone' } as const;

afterEach(hide);

test('the same link elsewhere keeps its key, be that damaged, and is not the one that is open', () => {
  const hash = `#k=short&t=text/html&r=https://relay.test&r=https://other.test`;
  expect(linksElsewhere(link + hash)).toEqual([`https://other.test/${address}${hash}`]);
});

test.each([link, 'https://relay.test/nothing#r=https://other.test', `${link}#r=javascript:hit()`])(
  'of %s there is none',
  async (href) => {
    expect((await show(<OtherRelays href={href} />)).innerHTML).toBe('');
  },
);

test.each([
  [{ state: 'absent' }, OPEN, true],
  [{ state: 'connecting' }, waiting, true],
  [{ state: 'connecting' }, { state: 'connecting' }, false],
  [{ state: 'receiving', received: 1, total: 2 }, waiting, false],
  [{ state: 'cancelled' }, OPEN, false],
] as const)('a page %o with a relay %o is looked for elsewhere: %s', (reading, connection, is) => {
  expect(isMissed(reading, connection)).toBe(is);
});

test('each relay is asked about by itself, and not more of them than anybody reads', async () => {
  const relays = [1, 2, 3, 4].map((n) => `https://relay-${n}.test`);
  const onTrust = vi.fn<(relay: string) => void>();
  const body = await show(<AskedRelays relays={relays} onTrust={onTrust} />);
  expect(body.querySelectorAll('button')).toHaveLength(3);
  button('Look there too').click();
  expect(onTrust).toHaveBeenCalledWith('https://relay-1.test');
});
