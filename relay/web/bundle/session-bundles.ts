/** The bundles that the session of this tab names, with the keys of their parts. They are gone with the tab. */
import { type Address, isAddress } from '../../protocol/address.ts';
import { decodeBase64url, encodeBase64url } from '../../protocol/base64url.ts';
import { BUNDLE_PREFIX, namedBundles } from '../stored-names.ts';

export interface SessionBundle {
  /** The name of the bundle in the browser's database. */
  readonly id: string;
  /** The key under which its parts lie there. */
  readonly key: Uint8Array<ArrayBuffer>;
  /** The address of its manifest; undefined while it is being shared. */
  readonly of?: Address | undefined;
  /** True if its reader wants all of it: a tab that is loaded again goes on. */
  readonly isWanted?: boolean | undefined;
}

/** Throws where the browser stores nothing. */
export function nameBundle({ id, key, of, isWanted }: SessionBundle): void {
  const entry = { key: encodeBase64url(key), ...(of && { of }), ...(isWanted && { isWanted }) };
  sessionStorage.setItem(BUNDLE_PREFIX + id, JSON.stringify(entry));
}

export function forgetBundle(id: string): void {
  try {
    sessionStorage.removeItem(BUNDLE_PREFIX + id);
  } catch {
    // this browser stores nothing
  }
}

export function bundlesHere(): readonly SessionBundle[] {
  return namedBundles().flatMap((id) => {
    // Only this file writes under these names.
    const entry = JSON.parse(sessionStorage.getItem(BUNDLE_PREFIX + id) ?? '{}') as {
      readonly key?: string;
      readonly of?: string;
      readonly isWanted?: true;
    };
    const key = decodeBase64url(entry.key ?? '') as SessionBundle['key'] | undefined;
    const of = entry.of !== undefined && isAddress(entry.of) ? entry.of : undefined;
    return key ? [{ id, key, of, isWanted: entry.isWanted }] : [];
  });
}
