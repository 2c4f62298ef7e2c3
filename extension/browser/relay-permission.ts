/** The access to a relay's host, so that links to it open in the viewer. The user gives it when they enter a relay. */
import { browser } from 'wxt/browser';
import { hostPattern } from './host-pattern.ts';
import { knownRelays, readSettings } from '../store/settings.ts';

/** Resolves with the user's answer. Call it before anything else on a click: a browser asks its user only then. */
export async function askForHost(relay: string): Promise<boolean> {
  try {
    return await browser.permissions.request({ origins: [hostPattern(relay)] });
  } catch {
    return false; // a relay works without it; only its links do not open in the viewer
  }
}

/** Gives the access back, unless another known relay has the same host: access is to a host, with any port. */
export async function giveHostBack(relay: string): Promise<void> {
  const host = hostPattern(relay);
  const known = knownRelays(await readSettings());
  if (known.some((other) => hostPattern(other) === host)) return;
  try {
    await browser.permissions.remove({ origins: [host] });
  } catch {
    // the host of the built-in relay stays permitted
  }
}

/** The relays whose hosts the extension may redirect from. */
export async function permittedRelays(relays: readonly string[]): Promise<readonly string[]> {
  const checks = await Promise.all(
    relays.map((relay) => browser.permissions.contains({ origins: [hostPattern(relay)] })),
  );
  return relays.filter((_, i) => checks[i]);
}
