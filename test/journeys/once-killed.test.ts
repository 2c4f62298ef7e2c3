/** A link that opens once, whose author's or reader's browser is killed just before and after each of its writes. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../support/chromium.ts';
import { type OnceLink, onceLinkIn, OnceWriter, readOnce } from '../support/once-peers.ts';
import { Browser } from './browser.ts';
import { type Moment, standStillInChromium } from './last-write.ts';
import { shareTextOnce } from './once-sharing.ts';
import { RelayProcess } from './relay.ts';

const MOMENTS = ['before', 'after'] as const;

describe.skipIf(findChromium() === undefined)('a link that opens once', () => {
  let relay: RelayProcess;

  beforeAll(async () => {
    relay = await RelayProcess.start();
  });

  afterAll(() => relay.stop());

  describe('whose reader is killed', () => {
    let bob: Browser;
    /** Has no browser. */
    let alice: OnceWriter;

    beforeAll(async () => {
      alice = new OnceWriter(relay.origin);
      bob = await Browser.open({ relay: relay.origin });
    });

    afterAll(async () => {
      await bob?.close();
      alice?.close();
    });

    async function bobIsKilled(when: Moment['when'], act: () => Promise<void>): Promise<void> {
      const { reached } = await standStillInChromium(await bob.worker(), {
        store: 'onceReads',
        when,
      });
      await act();
      await reached;
      await bob.crash();
      await bob.start();
    }

    const expectOneReceipt = (link: OnceLink) =>
      expect
        .poll(() => alice.locks.records.get(link.lock)?.releases)
        .toEqual([expect.objectContaining({ receivedAt: expect.any(Number) })]);

    /** Bob opens the link, and presses the button that he finds there. */
    async function bobOpens({ url }: OnceLink): Promise<Page> {
      const viewer = await bob.visit(url);
      await viewer.getByRole('button', { name: 'Open', exact: true }).click();
      return viewer;
    }

    test.each(MOMENTS)('%s his press is stored, gives him the page after that', async (when) => {
      const link = await alice.write('Read by Bob');
      const viewer = await bob.visit(link.url);
      const open = viewer.getByRole('button', { name: 'Open', exact: true });
      await open.and(viewer.locator(':enabled')).waitFor(); // his keys are stored
      await bobIsKilled(when, () => open.click());
      await (await bobOpens(link)).getByText('Read by Bob').waitFor();
      await expectOneReceipt(link);
    });

    test.each(MOMENTS)('%s his receipt is stored, counts him once', async (when) => {
      const link = await alice.write('Read by Bob');
      const { asked, answer } = alice.keepNextWaiting();
      await bobOpens(link);
      await asked;
      await bobIsKilled(when, async () => answer());
      if (when === 'before') await (await bobOpens(link)).getByText('Read by Bob').waitFor();
      else
        await (await bob.visit(link.url)).getByText('You opened this page here before').waitFor();
      await expectOneReceipt(link);
    });
  });

  describe('whose author is killed', () => {
    let alice: Browser;

    beforeAll(async () => {
      alice = await Browser.open({ relay: relay.origin });
    });

    afterAll(() => alice?.close());

    async function aliceShares() {
      const tab = await alice.extensionPage('options.html');
      return onceLinkIn(await tab.evaluate(shareTextOnce, 'Written by Alice'));
    }

    const standStill = async (when: Moment['when']) =>
      await standStillInChromium(await alice.worker(), { store: 'locks', when });

    async function aliceComesBack(): Promise<void> {
      await alice.crash();
      await alice.start();
    }

    test.each(MOMENTS)('%s the release is stored, gives the key once', async (when) => {
      const link = await aliceShares();
      const { reached } = await standStill(when);
      const reading = readOnce(relay.origin, link);
      await reached;
      await aliceComesBack();
      expect(await reading).toMatchObject({ text: 'Written by Alice' });
      expect(await readOnce(relay.origin, link)).toEqual({ spentAt: expect.any(Number) });
    });

    test.each(MOMENTS)('%s the receipt is stored, takes it again', async (when) => {
      const link = await aliceShares();
      const killed = Promise.withResolvers<unknown>();
      const reading = readOnce(relay.origin, link, async () => {
        const { reached } = await standStill(when);
        killed.resolve(reached);
      });
      await killed.promise;
      await aliceComesBack();
      expect(await reading).toMatchObject({ text: 'Written by Alice' });
      expect(await readOnce(relay.origin, link)).toEqual({ spentAt: expect.any(Number) });
    });
  });
});
