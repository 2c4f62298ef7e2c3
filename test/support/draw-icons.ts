/** Draws the icon of every state in every size into `extension/public`. Run it when a drawing has changed. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { drawIcon } from '../../extension/icon/drawing.ts';
import { ICON_SIZES, ICON_STATES, iconPath } from '../../extension/icon/states.ts';
import { findChromium } from './chromium.ts';

const PUBLIC = fileURLToPath(new URL('../../extension/public', import.meta.url));

const executablePath = findChromium();
if (executablePath === undefined) throw new Error('expected a Chromium on this machine');
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
try {
  const page = await browser.newPage();
  for (const state of ICON_STATES) {
    for (const size of ICON_SIZES) {
      const picture = `data:image/svg+xml,${encodeURIComponent(drawIcon(state))}`;
      await page.setViewportSize({ width: size, height: size });
      await page.setContent(`<body style="margin:0"><img style="display:block" src="${picture}">`);
      await page.screenshot({ path: PUBLIC + iconPath(state, size), omitBackground: true });
    }
  }
  await writeFile(`${PUBLIC}/icon.svg`, drawIcon('seeding'));
} finally {
  await browser.close();
}
