import type { Browser } from './browser.ts';

/** Writes a page in the popup, shares it, closes every tab, and returns its link. */
export async function publish(
  browser: Browser,
  text: string,
  kind: 'Plain text' | 'Markdown' | 'HTML' = 'Plain text',
): Promise<string> {
  const popup = await browser.extensionPage('popup.html');
  await popup.getByLabel('Your page').fill(text);
  await popup.getByLabel(kind, { exact: true }).check();
  await popup.getByRole('button', { name: 'Share', exact: true }).click();
  await popup.getByText('Link copied').waitFor();
  const link = await browser.clipboard();
  await browser.closeTabs();
  return link;
}
