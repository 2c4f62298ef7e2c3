/** The access to a relay's host, so that links to it open in the viewer: asked for when a relay is entered. */
import { browser } from 'wxt/browser';
import { hostPattern } from './host-pattern.ts';
import { knownRelays, readSettings } from '../store/settings.ts';

/** Whether it is given. To be called first of all on a click: a browser asks its user only then. */
export async function askForHost(relay: string): Promise<boolean> {
  try {
    return await browser.permissions.request({ origins: [hostPattern(relay)] });
  } catch {
    return false; // a relay works without; only its links do not open in the viewer
  }
}

/** Gives it back unless a relay that is known is there: access is to a host, at whichever port. */
export async function giveHostBack(relay: string): Promise<void> {
  const host = hostPattern(relay);
  const known = knownRelays(await readSettings());
  if (known.some((other) => hostPattern(other) === host)) return;
  try {
    await browser.permissions.remove({ origins: [host] });
  } catch {
    // that of the relay which the extension was built for stays
  }
}

/** The relays whose hosts the extension may redirect from. */
export async function permittedRelays(relays: readonly string[]): Promise<readonly string[]> {
  const checks = await Promise.all(
    relays.map((relay) => browser.permissions.contains({ origins: [hostPattern(relay)] })),
  );
  return relays.filter((_, i) => checks[i]);
}
