import type { Page } from 'playwright-core';

/** Waits until the bar of the tab has come so far, from 0 to 1. */
export async function hasCome(tab: Page, share: number): Promise<void> {
  const bar = tab.getByRole('progressbar').first();
  await bar.waitFor();
  await bar.evaluate(
    (element, least) =>
      new Promise<void>((resolve) => {
        const look = () =>
          (element as HTMLProgressElement).position >= least ? resolve() : setTimeout(look, 20);
        look();
      }),
    share,
  );
}
