/**
 * Changes to `browser.storage` that depend on its present content. Pages and background share it, so each such change
 * holds a Web Lock. The browser frees the lock when its holder dies.
 */

/** The subjects that only one context may change at a time. */
type Subject = 'settings' | 'evictions' | 'served-today' | 'session';

/** Runs `change` while no other context changes the same subject. Do not lock the same subject inside it. */
export async function alone<Result>(
  subject: Subject,
  change: () => Promise<Result>,
): Promise<Result> {
  return await navigator.locks.request(`mayfly ${subject}`, change);
}
