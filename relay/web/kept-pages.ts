/**
 * What a tab holds, while it is loaded again or its reader goes elsewhere and comes back: `sessionStorage` is the tab's
 * alone and goes with it. Firefox keeps no page in memory that has a socket, so there *back* begins anew.
 */
import type { Address } from '../protocol/address.ts';
import { decodeBase64url, encodeBase64url } from '../protocol/base64url.ts';
import type { HeldPages } from './held-pages.ts';
import { KEPT } from './kept-name.ts';

/** Browsers give a site some 5 MiB, and a page takes a third more as text. */
const MOST_BYTES = 3 * 1024 * 1024;

/** Keeps what fits, the most recent pages first. */
export function keepPages(pages: HeldPages): void {
  for (const [address, bytes] of pages.latest()) {
    if (bytes.length <= MOST_BYTES) keep(address, bytes);
  }
}

function keep(address: Address, bytes: Uint8Array<ArrayBuffer>): void {
  try {
    sessionStorage.setItem(KEPT + address, encodeBase64url(bytes));
  } catch {
    // It is full, or there is none: this page goes with the document, as the browser has asked about.
  }
}

/** Gives the pages back, and resolves to their addresses. From then on they are kept in memory alone. */
export function takeBack(pages: HeldPages): readonly Address[] {
  const taken: Address[] = [];
  for (const [address, bytes] of kept()) {
    if (bytes.length > 0) pages.keep(address, bytes);
    if (bytes.length > 0) taken.push(address);
  }
  forget();
  return taken;
}

/** The document is still the one that kept them. */
export function forget(): void {
  for (const [address] of kept()) sessionStorage.removeItem(KEPT + address);
}

function kept(): [Address, Uint8Array<ArrayBuffer>][] {
  try {
    const names = Object.keys(sessionStorage).filter((name) => name.startsWith(KEPT));
    return names.map((name) => {
      const text = sessionStorage.getItem(name) ?? '';
      // Only this file writes under these names.
      return [name.slice(KEPT.length) as Address, new Uint8Array(decodeBase64url(text) ?? [])];
    });
  } catch {
    return []; // this browser keeps nothing
  }
}
