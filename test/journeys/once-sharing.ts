/** A person who shares a page by a link that opens once, in a tab of the web page or of the extension. */
import type { Page } from 'playwright-core';
import type { browser } from 'wxt/browser';
import type { Shared } from '../../extension/messages.ts';
import type { Words } from '../support/catalogue.ts';

/** In the extension's own pages. */
declare const chrome: typeof browser;

/** Writes a page and shares it with the button of this name. Resolves with the link. */
export async function shareOnce(
  tab: Page,
  says: Words,
  { text, button }: { readonly text: string; readonly button: string },
): Promise<string> {
  await tab.bringToFront();
  await tab.getByLabel(says('view_yourPage')).fill(text);
  await tab.getByLabel(says('once_opens')).selectOption('once');
  await tab.getByRole('button', { name: button, exact: true }).click();
  const links = tab.getByRole('region', { name: says('once_links') });
  await links.getByRole('button', { name: says('view_copyLink') }).click();
  return await tab.evaluate(() => navigator.clipboard.readText());
}

/** Shares a text from a page of the extension by a link that opens once, as its screens do. Runs in that page. */
export async function shareTextOnce(text: string): Promise<string> {
  const data = { text, mediaType: 'text/plain', opens: { times: 1 } };
  const { runtime } = (globalThis as { browser?: typeof chrome }).browser ?? chrome;
  const asked = { id: 1, type: 'shareText', data, timestamp: 1 };
  const { res }: { res: Shared } = await runtime.sendMessage(asked);
  const [link] = (res.outcome !== 'refused' && res.once) || [];
  if (!link) throw new Error(`expected a link that opens once, got ${JSON.stringify(res)}`);
  return link.link;
}
