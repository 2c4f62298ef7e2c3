/**
 * Changes to `browser.storage` that are made of what is there already. Pages and background share it, so each such
 * change holds a Web Lock, which the browser frees when whoever holds it dies.
 */

/** What can be changed by one at a time. */
type Subject = 'settings' | 'evictions' | 'served-today' | 'session';

/** Does `change` while no other context changes the same. Do not ask for the same subject inside it. */
export async function alone<Result>(
  subject: Subject,
  change: () => Promise<Result>,
): Promise<Result> {
  return await navigator.locks.request(`mayfly ${subject}`, change);
}
