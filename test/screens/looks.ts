import type { Page } from 'playwright-core';

/** The ways in which each screen is looked at. */
export const LOOKS = [320, 1280].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
);

export type Look = (typeof LOOKS)[number];

export async function lookAs(tab: Page, { width, colorScheme }: Look): Promise<void> {
  await tab.setViewportSize({ width, height: width < 600 ? 640 : 800 });
  await tab.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
}
