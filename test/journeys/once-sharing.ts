/** A person who shares a page by a link that opens once, in a tab of the web page or of the extension. */
import type { Page } from 'playwright-core';
import type { Words } from '../support/catalogue.ts';

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
