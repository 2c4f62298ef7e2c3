import { mayBeSealed, openSealed } from '../client/index.ts';
import type { Link } from '../protocol/index.ts';
import { looksEncrypted, signatureOf } from '../words/index.ts';
import { Failure } from './failure.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** The content of a page. Throws a `Failure` where the key is missing or wrong. */
export async function opened(page: Bytes, { key }: Pick<Link, 'key'>): Promise<Bytes> {
  if (!key) {
    const isPublic =
      signatureOf(page) !== undefined || !mayBeSealed(page.length) || !looksEncrypted(page);
    if (isPublic) return page;
    throw new Failure('key', 'This is encrypted, and the link has no key. Ask for the whole link.');
  }
  const content = await openSealed(page, new Uint8Array(key));
  if (typeof content !== 'string') return content;
  throw new Failure('key', 'The key of the link does not fit. Ask for the link again.');
}
