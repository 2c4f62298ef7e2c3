/** Links that open once, in Firefox: on its screens, and killed just before and after each of its writes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findFirefox } from '../support/firefox.ts';
import { type OnceLink, onceLinkIn, OnceWriter, readOnce } from '../support/once-peers.ts';
import { clipboard } from './firefox-chrome.ts';
import { Firefox } from './firefox.ts';
import { type Moment, Standstill } from './last-write.ts';
import { shareTextOnce } from './once-sharing.ts';
import { RelayProcess } from './relay.ts';

const MOMENTS = ['before', 'after'] as const;
const OPEN = '.status-action:enabled';

describe.skipIf(findFirefox() === undefined)('in Firefox, a link that opens once', () => {
  let relay: RelayProcess;
  let bob: Firefox;
  let standstill: Standstill;
  /** Has no browser. */
  let alice: OnceWriter;

  beforeAll(async () => {
    [relay, standstill] = await Promise.all([RelayProcess.start(), Standstill.start()]);
    alice = new OnceWriter(relay.origin);
    bob = await Firefox.open({ relay: relay.origin, isLasting: true });
    // Firefox records its installed extensions when it quits.
    await bob.quit();
    await bob.start();
  });

  afterAll(async () => {
    await bob?.close();
    alice?.close();
    standstill?.close();
    await relay?.stop();
  });

  /** Bob's viewer is the current tab. */
  async function bobIsKilled(when: Moment['when'], act: () => Promise<void>): Promise<void> {
    const { reached } = await standstill.inFirefox(bob, { store: 'onceReads', when });
    await act();
    await reached;
    await bob.crash();
    await bob.start();
  }

  const expectOneReceipt = ({ lock }: OnceLink) =>
    expect
      .poll(() => alice.locks.records.get(lock)?.releases)
      .toEqual([expect.objectContaining({ receivedAt: expect.any(Number) })]);

  /** Bob opens the link, and presses the button that he finds there. */
  async function bobOpens({ url }: Pick<OnceLink, 'url'>): Promise<void> {
    await bob.visit(url);
    await bob.click(OPEN);
  }

  /** Bob writes a page where he is, shares it and copies its link. */
  async function bobWrites(text: string): Promise<string> {
    await bob.type('textarea', text);
    await bob.type('.opens select', 'once');
    await bob.click('.button-primary');
    await bob.click('.once-links .button');
    await expect.poll(() => clipboard(bob)).toMatch(/#b=/);
    return await clipboard(bob);
  }

  test('is shared on the screens of the extension, and opened in the web page', async () => {
    await bob.visit(bob.extensionUrl('compose.html'));
    const link = await bobWrites('Out of the extension');
    // Under this name the extension does not know the relay, and leaves its links alone.
    await bobOpens({ url: link.replace('localhost', '127.0.0.1') });
    await bob.shows('Out of the extension');
    await bob.visit(bob.extensionUrl('library.html'));
    await bob.shows('Opened: 1 of 1');
  });

  test('is shared in the web page, which answers its reader', async () => {
    await bob.visit(relay.origin.replace('localhost', '127.0.0.1'));
    const link = await bobWrites('Out of a tab');
    const read = await readOnce(relay.origin, onceLinkIn(link));
    expect(read).toMatchObject({ text: 'Out of a tab' });
    await bob.shows('Opened at');
  });

  test.each(MOMENTS)('%s the press is stored, gives the page after that', async (when) => {
    const link = await alice.write('Read by Bob');
    await bob.visit(link.url);
    await bob.find(OPEN); // the keys are stored
    await bobIsKilled(when, () => bob.click(OPEN));
    await bobOpens(link);
    await bob.shows('Read by Bob');
    await expectOneReceipt(link);
  });

  test.each(MOMENTS)('%s the receipt is stored, counts the reader once', async (when) => {
    const link = await alice.write('Read by Bob');
    const { asked, answer } = alice.keepNextWaiting();
    await bobOpens(link);
    await asked;
    await bobIsKilled(when, async () => answer());
    if (when === 'before') {
      await bobOpens(link);
      await bob.shows('Read by Bob');
    } else {
      await bob.visit(link.url);
      await bob.shows('You opened this page here before');
    }
    await expectOneReceipt(link);
  });

  describe('and was made there', () => {
    async function share() {
      await bob.visit(bob.extensionUrl('options.html'));
      return onceLinkIn(await bob.evaluate(shareTextOnce, 'Written by Bob'));
    }

    const standStill = async (when: Moment['when']) =>
      await standstill.inFirefox(bob, { store: 'locks', when });

    async function bobComesBack(): Promise<void> {
      await bob.crash();
      await bob.start();
    }

    test.each(MOMENTS)('%s the release is stored, gives the key once', async (when) => {
      const link = await share();
      const { reached } = await standStill(when);
      const reading = readOnce(relay.origin, link);
      await reached;
      await bobComesBack();
      expect(await reading).toMatchObject({ text: 'Written by Bob' });
      expect(await readOnce(relay.origin, link)).toEqual({ spentAt: expect.any(Number) });
    });

    test.each(MOMENTS)('%s the receipt is stored, takes it again', async (when) => {
      const link = await share();
      const killed = Promise.withResolvers<unknown>();
      const reading = readOnce(relay.origin, link, async () => {
        const { reached } = await standStill(when);
        killed.resolve(reached);
      });
      await killed.promise;
      await bobComesBack();
      expect(await reading).toMatchObject({ text: 'Written by Bob' });
      expect(await readOnce(relay.origin, link)).toEqual({ spentAt: expect.any(Number) });
    });
  });
});
