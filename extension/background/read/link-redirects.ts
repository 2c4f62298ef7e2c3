/** Opens links to known relays in the viewer, so that no code of a relay runs and the fragment stays here. */
import { browser } from 'wxt/browser';
import { permittedRelays } from '../../browser/relay-permission.ts';
import { knownRelays, onSettings, readSettings } from '../../store/settings.ts';
import { viewerUrl } from '../../browser/viewer-url.ts';
import { originRule } from './socket-origin.ts';

/** Keeps the redirects in line with settings and permissions from now on. */
export function keepRedirects(): void {
  const refresh = () => void redirectLinks();
  onSettings(['relays', 'knownRelays'], refresh);
  browser.permissions.onAdded.addListener(refresh);
  browser.permissions.onRemoved.addListener(refresh);
  refresh();
}

/** Brings the redirects in line with the known relays that the browser permits. */
export async function redirectLinks(): Promise<void> {
  const relays = await permittedRelays(knownRelays(await readSettings()));
  const before = await browser.declarativeNetRequest.getDynamicRules();
  const redirects = relays.map((relay, i) => linkRule(i + 1, relay));
  const addRules =
    import.meta.env.BROWSER === 'firefox'
      ? [...redirects, originRule(redirects.length + 1)]
      : redirects;
  // The new ids too, in case two calls cross: removing an id that does not exist does nothing.
  const removeRuleIds = [...before, ...addRules].map((rule) => rule.id);
  await browser.declarativeNetRequest.updateDynamicRules({ removeRuleIds, addRules });
}

/**
 * The rule for the links of one relay, in all forms that a browser may ask for: capitals, a query, an encoded `#`,
 * punctuation. The pattern language cannot count 64 digits, so the viewer finds the link.
 */
export function linkRule(id: number, relay: string) {
  return {
    id,
    action: {
      type: 'redirect' as const,
      redirect: { regexSubstitution: `${viewerUrl(relay)}\\1` },
    },
    condition: {
      regexFilter: `^${escapeRegex(relay)}/+([0-9a-fA-F]{8}.*)$`,
      isUrlFilterCaseSensitive: true,
      resourceTypes: ['main_frame' as const],
    },
  };
}

function escapeRegex(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
