/** The pages that this tab shared by once links, as its session names them. The names are gone with the tab. */
import type { Address } from '../../protocol/address.ts';
import { decodeBase64url, encodeBase64url } from '../../protocol/base64url.ts';
import type { Link } from '../../protocol/link.ts';
import { namedOnce, ONCE_PREFIX } from '../stored-names.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export interface SessionShare {
  /** The address of the page. */
  readonly page: Address;
  /** The name of its links in the browser's database. */
  readonly id: string;
  /** The key under which they lie there. */
  readonly key: Bytes;
  /** The key of the page, so that its author can read it in this tab. */
  readonly contentKey: Bytes;
  readonly hints: Pick<Link, 'mediaType' | 'name'>;
}

/** Throws where the browser stores nothing. */
export function nameShare({ page, id, key, contentKey, hints }: SessionShare): void {
  const keys = { key: encodeBase64url(key), contentKey: encodeBase64url(contentKey) };
  sessionStorage.setItem(ONCE_PREFIX + page, JSON.stringify({ id, ...keys, hints }));
}

export function forgetShare(page: Address): void {
  try {
    sessionStorage.removeItem(ONCE_PREFIX + page);
  } catch {
    // this browser stores nothing
  }
}

export function sharesHere(): readonly SessionShare[] {
  return namedOnce().flatMap((page) => {
    // Only this file writes under these names.
    const entry = JSON.parse(sessionStorage.getItem(ONCE_PREFIX + page) ?? '{}') as {
      readonly id: string;
      readonly key?: string;
      readonly contentKey?: string;
      readonly hints: SessionShare['hints'];
    };
    const [key, contentKey] = [entry.key, entry.contentKey].map(
      (text) => decodeBase64url(text ?? '') as Bytes | undefined,
    );
    return key && contentKey ? [{ page, id: entry.id, key, contentKey, hints: entry.hints }] : [];
  });
}
