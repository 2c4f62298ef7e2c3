/** The styles of a screen that is loaded late, which the first screen of a program does without. */

/** Resolves when the styles are there, or cannot be had: a screen is worth more than its looks. */
export async function addStylesOf(address: string): Promise<void> {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = address;
  const { promise, resolve } = Promise.withResolvers<unknown>();
  link.addEventListener('load', resolve);
  link.addEventListener('error', resolve);
  document.head.append(link);
  await promise;
}
