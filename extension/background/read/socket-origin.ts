/**
 * Hides the origin of the extension's sockets in Firefox, which is a random number of each installation: by it, relays
 * would know a browser again anywhere. Chromium's origin is the same for everybody.
 */
import { browser } from 'wxt/browser';

const EVERYBODYS_ORIGIN = 'moz-extension://mayfly';

/**
 * The rule that shows permitted relays the same origin from everybody. It covers the extension's own sockets alone: the
 * origin of a site's socket protects relays.
 */
export function originRule(id: number) {
  return {
    id,
    action: {
      type: 'modifyHeaders' as const,
      requestHeaders: [{ header: 'origin', operation: 'set' as const, value: EVERYBODYS_ORIGIN }],
    },
    condition: {
      initiatorDomains: [new URL(browser.runtime.getURL('/')).hostname],
      resourceTypes: ['websocket' as const],
    },
  };
}
