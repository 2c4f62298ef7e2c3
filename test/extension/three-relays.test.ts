/** Three relays over real sockets: one honest, one that lies, one that is stopped. */
import { createClient, relayUrl } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import { afterEach, assert, beforeEach, expect, test, vi } from 'vitest';
import { uploadSource } from '../../extension/background/hold/uploaded-pages.ts';
import { Expiry } from '../../extension/background/hold/expiry.ts';
import { UploadPolicy } from '../../extension/background/hold/upload-policy.ts';
import { Relays } from '../../extension/background/relays.ts';
import { Readings } from '../../extension/background/hold/readings.ts';
import { Seeding } from '../../extension/background/hold/seeding.ts';
import { share } from '../../extension/background/share/publication.ts';
import { viewPage } from '../../extension/background/read/page-view.ts';
import type { PageView } from '../../extension/messages.ts';
import { Pages } from '../../extension/store/pages.ts';
import { PassingPages } from '../../extension/store/passing-pages.ts';
import { writeSettings } from '../../extension/store/settings.ts';
import type { Relay } from '../../relay/server/serve.ts';
import { LyingRelay } from '../support/lying-relay.ts';
import { connectClient, connectSeeder, randomPage, startRelay } from '../support/wire.ts';
import { bytesOf, keep, SEEN } from './scene.ts';

let honest: Relay;
let lying: LyingRelay;
/** The URL of a relay. */
let stopped: string;
let browser: ReturnType<typeof start>;

beforeEach(async () => {
  const gone = await startRelay();
  [honest, lying] = await Promise.all([startRelay(), LyingRelay.start()]);
  stopped = gone.url;
  await gone.stop();
  await writeSettings({ relays: [honest.url, lying.origin, stopped], uploads: 'all' });
  browser = start();
});

afterEach(async () => {
  browser.stop();
  await Promise.all([honest.stop(), lying.stop()]);
});

/** The extension's background, as it is wired. */
function start() {
  const pages = new Pages();
  const passing = new PassingPages();
  const uploadPolicy = new UploadPolicy({ now: Date.now, connection: undefined });
  const relays = new Relays({
    connect: (relay) =>
      createClient({
        url: relayUrl(relay),
        pages: uploadSource({ pages, uploadPolicy, relay: relay }),
      }),
  });
  const seeding = new Seeding({ pages, relays, uploadPolicy });
  const expiry = new Expiry({ pages, seeding, now: Date.now });
  const readings = new Readings();
  const deps = { pages, passing, relays, seeding, readings, expiry, uploadPolicy, now: Date.now };
  const stop = () => {
    for (const relay of relays.inUse()) relays.client(relay)?.close();
  };
  return { deps, pages, seeding, stop };
}

test('a page shared at all three is read through the one that is honest, and its link begins there', async () => {
  const publication = { bytes: bytesOf('hello'), mediaType: 'text/plain', isSealed: false };
  const shared = await share(browser.deps, [stopped, lying.origin, honest.url], publication);
  assert(shared.outcome === 'shared');
  expect(shared).toMatchObject({ isAnnounced: true, unreached: [stopped, lying.origin] });
  expect(shared.link).toBe(`${honest.url}/${shared.address}#r=${stopped}&r=${lying.origin}`);
  const bob = connectClient(honest);
  expect(await bob.fetch(shared.address)).toEqual(publication.bytes);
  bob.close();
});

test.each([
  ['lies', () => lying.origin],
  ['is stopped', () => stopped],
])('a page is read by a link to a relay that %s and names one that is honest', async (_, relay) => {
  const page = randomPage(200_000);
  const alice = await connectSeeder(honest, page);
  const report = vi.fn<(sight: PageView) => void>();
  const link = `${relay()}/${page.address}#r=${honest.url}`;
  const stop = viewPage(browser.deps, link, report, SEEN);
  await vi.waitFor(
    () => expect(report.mock.lastCall?.[0].copy).toMatchObject({ state: 'held', upload: 'on' }),
    {
      timeout: 4_500,
    },
  );
  const held = await browser.pages.read(page.address, 0, page.bytes.length);
  expect(Buffer.from(held?.bytes ?? []).equals(page.bytes)).toBe(true);
  expect(await browser.pages.get(page.address)).toMatchObject({ relays: [honest.url, relay()] });
  stop();
  alice.close();
});

test('a relay learns nothing of a page that is announced only elsewhere, whatever it asks', async () => {
  const elsewhere = await keep(browser.pages, bytesOf('elsewhere'), [honest.url]);
  const here = await keep(browser.pages, bytesOf('here'), [lying.origin]);
  await browser.seeding.refresh();
  expect(await lying.hears('have')).toEqual({ type: 'have', addresses: [here] });
  lying.askFor(elsewhere);
  // The answer for a page that this browser does not hold.
  expect(await lying.hears('drop')).toEqual({ type: 'drop', addresses: [elsewhere] });
  expect(lying.frames).toBe(0);
  expect(lying.heard.flatMap(addressesIn).filter((one) => one !== here)).toEqual([elsewhere]);
});

function addressesIn(message: LyingRelay['heard'][number]): readonly Address[] {
  if ('addresses' in message) return message.addresses;
  return 'address' in message ? [message.address] : [];
}
