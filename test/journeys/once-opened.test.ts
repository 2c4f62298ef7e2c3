/** Bob's extension opens links of alice's that open once. Alice answers from a program of her own. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type OnceLink, OnceWriter } from '../support/once-peers.ts';
import { Browser } from './browser.ts';
import { RelayProcess } from './relay.ts';

let relay: RelayProcess;
let bob: Browser;
let alice: OnceWriter;

beforeAll(async () => {
  relay = await RelayProcess.start();
  bob = await Browser.open({ relay: relay.origin });
  alice = new OnceWriter(relay.origin);
});
afterEach(() => bob.closeTabs());
afterAll(async () => {
  alice.close();
  await bob.close();
  await relay.stop();
});

const open = (tab: Page) => tab.getByRole('button', { name: bob.says('once_open'), exact: true });
const page = (tab: Page) => tab.locator('.content');

/** The openings and receipts of a link, as alice has recorded them. */
function counted({ lock }: OnceLink) {
  const releases = alice.locks.records.get(lock)?.releases ?? [];
  const received = releases.filter(({ receivedAt }) => receivedAt !== undefined);
  return { released: releases.length, received: received.length };
}

const becomes = (link: OnceLink, counts: ReturnType<typeof counted>) =>
  vi.waitFor(() => expect(counted(link)).toEqual(counts), { timeout: 60_000, interval: 50 });

/** The records of the extension's databases that name the link, its page, or pages at all. */
async function stored(): Promise<readonly string[]> {
  const worker = await bob.worker();
  return await worker.evaluate(async () => {
    const found: string[] = [];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve) => {
        const opening = indexedDB.open(name);
        opening.addEventListener('success', () => resolve(opening.result));
      });
      for (const store of database.objectStoreNames) {
        const count = await new Promise<number>((resolve) => {
          const counting = database.transaction(store).objectStore(store).count();
          counting.addEventListener('success', () => resolve(counting.result));
        });
        if (count > 0 && store !== 'totals') found.push(`${name}/${store}`);
      }
      database.close();
    }
    return found;
  });
}

test('a page opens on a person’s press, is gone with its tab, and leaves nothing on the disk', async () => {
  const link = await alice.write('Meet me at nine, at the bridge.');
  const tab = await bob.visit(link.url);
  await open(tab).waitFor();
  expect(counted(link)).toEqual({ released: 0, received: 0 });
  await open(tab).click();
  await expect.poll(() => page(tab).textContent()).toContain('at the bridge');
  await becomes(link, { released: 1, received: 1 });
  expect(await tab.textContent('body')).toContain(bob.says('once_note'));
  expect(await tab.getByRole('button', { name: bob.says('view_copyLink') }).count()).toBe(0);
  const asked: string[] = [];
  tab.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  await tab.reload();
  expect(asked).toEqual(['beforeunload']);
  await tab.getByText(bob.says('once_leftTitle')).waitFor();
  expect(await tab.textContent('body')).not.toContain('at the bridge');
  await tab.close();
  await expect.poll(stored).toEqual([]);
  expect(counted(link)).toEqual({ released: 1, received: 1 });
});

test('a script in the tab, and a reload, open nothing', async () => {
  const link = await alice.write('for a person alone');
  const tab = await bob.visit(link.url);
  await expect.poll(() => open(tab).isEnabled()).toBe(true);
  await open(tab).evaluate((button: HTMLElement) => button.click());
  await open(tab).dispatchEvent('click');
  await tab.reload();
  await open(tab).waitFor();
  expect(counted(link)).toEqual({ released: 0, received: 0 });
});

test('a second reader is told that the link is used up', async () => {
  const link = await alice.write('for one reader');
  const first = await bob.visit(link.url);
  await open(first).click();
  await becomes(link, { released: 1, received: 1 });
  await first.close();
  const second = await bob.visit(link.url);
  await open(second).click();
  await second.getByText(bob.says('once_spentTitle')).waitFor();
  expect(counted(link)).toEqual({ released: 1, received: 1 });
});

test('a press outlives the worker, and its tab opens the page when alice is back', async () => {
  const away = new OnceWriter(relay.origin);
  const link = await away.write('when I am back');
  const tab = await bob.visit(link.url);
  await expect.poll(() => open(tab).isEnabled()).toBe(true);
  away.isSilent = true;
  await open(tab).click();
  await tab.getByText(bob.says('once_awayTitle')).waitFor();
  await bob.killWorker();
  away.isSilent = false;
  await expect.poll(() => page(tab).textContent(), { timeout: 60_000 }).toContain('when I am back');
  expect(away.locks.records.get(link.lock)?.releases).toHaveLength(1);
  away.close();
});

test('two tabs are one reader, and each shows the page on its own press', async () => {
  const link = await alice.write('for both tabs', 2);
  const one = await bob.visit(link.url);
  await open(one).waitFor();
  const other = await bob.visit(link.url);
  await expect.poll(() => open(other).isEnabled()).toBe(true);
  await one.bringToFront();
  await open(one).click();
  await expect.poll(() => page(one).textContent()).toContain('for both tabs');
  expect(await page(other).count()).toBe(0);
  await becomes(link, { released: 1, received: 1 });
});

test('a link that was cut off asks for the rest, and goes on with it', async () => {
  const link = await alice.write('the whole link');
  const tab = await bob.visit(link.url.slice(0, -3));
  const field = tab.getByRole('textbox');
  await field.fill(link.url);
  await field.press('Enter');
  await open(tab).click();
  await expect.poll(() => page(tab).textContent()).toContain('the whole link');
});
