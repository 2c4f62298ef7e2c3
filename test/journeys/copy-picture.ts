import type { Page } from 'playwright-core';

/** Puts a picture of 7 by 7 pixels on the clipboard beside its markup, as browsers do. The page must be allowed to. */
export async function copyPicture(page: Page): Promise<void> {
  await page.bringToFront();
  await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 7;
    canvas.getContext('2d')?.fillRect(0, 0, 7, 7);
    const picture = new Promise<Blob>((resolve) => {
      canvas.toBlob((blob) => resolve(blob ?? new Blob()));
    });
    const markup = '<img src="https://site.example/fly.png" alt="a fly">';
    const copied = { 'text/html': markup, 'image/png': picture };
    await navigator.clipboard.write([new ClipboardItem(copied)]);
  });
}
