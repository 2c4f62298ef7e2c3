/** What a reader has of a bundle: from whom it came, and that nothing comes that nobody asked for. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BUNDLE_TYPE, type BundleFile, sealBundle, type SealedBundle } from '@mayfly/relay/client';
import { formatLink } from '@mayfly/relay/protocol';
import { findChromium } from '../support/chromium.ts';
import { metricsOf } from '../support/wire.ts';
import { Browser } from './browser.ts';
import { keptParts } from './bundles/kept-parts.ts';
import { Shelf } from './hostile/shelf.ts';
import { RelayProcess } from './relay.ts';

const MIB = 1024 * 1024;
const PICTURE =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

const fileOf = (path: string, content: BlobPart, type = 'text/plain'): BundleFile => ({
  path,
  type,
  content: new Blob([content]),
});

describe.skipIf(findChromium() === undefined)('of a bundle', { timeout: 120_000 }, () => {
  let relay: RelayProcess;
  let bob: Browser;
  let halves: readonly [Shelf, Shelf];

  beforeAll(async () => {
    relay = await RelayProcess.start({ MAYFLY_METRICS: '127.0.0.1:0' });
    bob = await Browser.open({ relay: relay.origin });
    halves = [new Shelf(relay.origin), new Shelf(relay.origin)];
  });

  afterAll(async () => {
    for (const half of halves ?? []) half.close();
    await Promise.all([bob?.close(), relay?.stop()]);
  });

  /** One shelf holds the even parts and the list, the other one the odd parts. */
  async function inHalves(files: readonly BundleFile[]): Promise<SealedBundle> {
    const sealed = await sealBundle(files, {
      onPart: async (index, address, page) => halves[index % 2 === 0 ? 0 : 1].hold(address, page),
    });
    halves[0].hold(sealed.address, sealed.page);
    await Promise.all(halves.map((half) => half.settle()));
    return sealed;
  }

  const linkOf = ({ address, key }: SealedBundle) =>
    formatLink({ relay: relay.origin, address, key, mediaType: BUNDLE_TYPE, relays: [] });

  async function sentToReaders(): Promise<number> {
    const [, bytes] = /^mayfly_content_bytes_out_total (\d+)/m.exec(await metricsOf(relay)) ?? [];
    return Number(bytes);
  }

  test('two halves with two holders are as good as a whole', async () => {
    const sealed = await inHalves([fileOf('a', new Uint8Array(26 * MIB)), fileOf('z.txt', 'end')]);
    const tab = await bob.visit(linkOf(sealed));
    await tab.getByText('z.txt').waitFor();
    await tab.locator('.files-held').waitFor({ state: 'detached' });
    const kept = await (await bob.extensionPage('options.html')).evaluate(keptParts);
    expect(kept.parts).toBe(sealed.manifest.parts.length);
    await tab.getByRole('button', { name: /^z\.txt/ }).click();
    await tab.getByText('end', { exact: true }).waitFor();
    await tab.close();
  });

  test('one file comes without the others', async () => {
    const sealed = await inHalves([
      fileOf('a', new Uint8Array(30 * MIB)),
      fileOf('b.txt', 'in the middle'),
      fileOf('c', new Uint8Array(30 * MIB)),
    ]);
    const before = await sentToReaders();
    const tab = await bob.visit(linkOf(sealed));
    await tab.getByRole('button', { name: /^b\.txt/ }).click();
    await tab.getByText('in the middle').waitFor();
    expect((await sentToReaders()) - before).toBeLessThan(9 * MIB);
    await tab.close();
  });

  test('pictures alone are a gallery', async () => {
    const picture = Buffer.from(PICTURE, 'base64');
    const files = Array.from({ length: 12 }, (_, n) => fileOf(`${n}.png`, picture, 'image/png'));
    const tab = await bob.visit(linkOf(await inHalves(files)));
    const shown = () =>
      tab
        .locator('.content.files img')
        .evaluateAll(
          (all) => all.filter((one) => (one as HTMLImageElement).naturalWidth > 0).length,
        );
    await expect.poll(shown).toBe(12);
    await tab.getByRole('button', { name: '7.png', exact: true }).click();
    await tab.getByText(/\d of 12/).waitFor();
    await tab.close();
  });
});
