/** The pages behind a link, where several relays may know a holder. */
import { expect, test } from 'vitest';
import { LinkPages } from '../../relay/cli/link-pages.ts';
import { addressOf, createClient, relayUrl } from '../../relay/client/index.ts';
import { bytesOf, Shelf } from '../client/scene.ts';
import { localRelay } from './local-relay.ts';

const relay = localRelay();
const nowhere = 'http://127.0.0.1:9';

test('a page that is whole is not looked for elsewhere when its holder leaves', async () => {
  const page = bytesOf(30_000_000); // to verify it takes longer than the holder needs to leave
  const address = await addressOf(page);
  const alice = createClient({ url: relayUrl(relay.url), pages: await Shelf.of(page) });
  alice.subscribe((event) => {
    const isLast = event.type === 'served' && event.from + event.length === page.length;
    if (isLast) void alice.settled().then(() => alice.close());
  });
  const pages = new LinkPages({
    origins: [nowhere, relay.url],
    waitMs: 2_000,
    onConnected: () => {},
    onReceived: () => {},
    signal: new AbortController().signal,
  });
  expect(await pages.fetch(address)).toHaveLength(page.length);
  pages.close();
});
