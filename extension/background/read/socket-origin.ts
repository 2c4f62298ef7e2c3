/**
 * Firefox names an extension's sockets by an origin that is a random number of its installation: relays would know a
 * browser again by it, wherever it is and whatever it holds. Chromium's is the same for everybody.
 */
import { browser } from 'wxt/browser';

const EVERYBODYS_ORIGIN = 'moz-extension://mayfly';

/**
 * The rule by which relays that are permitted see the same origin from everybody. It is for the extension's own sockets
 * alone: to the sockets of a site, its origin is a protection.
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
