import type { Browser } from './browser.ts';

/** Writes a page in the popup, shares it, closes every tab, and returns its link. */
export async function publish(
  browser: Browser,
  text: string,
  kind: 'Plain text' | 'Markdown' | 'HTML' = 'Plain text',
): Promise<string> {
  const { says } = browser;
  const popup = await browser.extensionPage('popup.html');
  await popup.getByLabel(says('view_yourPage')).fill(text);
  const name = kind === 'Plain text' ? says('view_plainText') : kind;
  await popup.getByLabel(name, { exact: true }).check();
  await popup.getByRole('button', { name: says('share_share'), exact: true }).click();
  await popup.getByText(says('share_copied')).waitFor();
  const link = await browser.clipboard();
  await browser.closeTabs();
  return link;
}
