import type { Page } from 'playwright-core';

export interface Look {
  /** In the name of its picture. */
  readonly name: string;
  /** In CSS pixels. */
  readonly width: number;
  readonly colorScheme: 'light' | 'dark';
  readonly forcedColors?: 'active';
  readonly contrast?: 'more';
}

const look = (width: number, colorScheme: Look['colorScheme']): Look => ({
  name: `${colorScheme}-${width}`,
  width,
  colorScheme,
});

/** The ways in which each screen is looked at. */
export const LOOKS: readonly Look[] = [320, 400, 1280].flatMap((width) => [
  look(width, 'light'),
  look(width, 'dark'),
]);

/** Further looks of the main screens: the system's few colours in place of ours, and high contrast. */
export const STARK_LOOKS: readonly Look[] = [
  { ...look(320, 'dark'), name: 'forced-320', forcedColors: 'active' },
  { ...look(1280, 'light'), name: 'forced-1280', forcedColors: 'active' },
  { ...look(1280, 'light'), name: 'contrast-1280', contrast: 'more' },
  { ...look(320, 'dark'), name: 'contrast-320', contrast: 'more' },
];

/** The looks in another language: a narrow one and a wide one show lines that begin at the right, and long words. */
export const TRANSLATED_LOOKS: readonly Look[] = [look(320, 'light'), look(1280, 'dark')];

export async function lookAs(tab: Page, look: Look): Promise<void> {
  const { width, colorScheme, forcedColors = 'none', contrast = 'no-preference' } = look;
  await tab.setViewportSize({ width, height: width < 600 ? 640 : 800 });
  await tab.emulateMedia({ colorScheme, forcedColors, contrast, reducedMotion: 'reduce' });
}
