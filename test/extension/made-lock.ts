/** A once link of a page, as its author's browser stores it. */
import { makeLock } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import type { StoredLock } from '../../extension/store/locks.ts';

export async function madeLock(page: Address, more: Partial<StoredLock> = {}): Promise<StoredLock> {
  const contentKey = new Uint8Array(32).fill(7);
  const about = { page, bytes: 100, mediaType: 'text/plain', contentKey };
  const { record, lockPage } = await makeLock({ ...about, total: 1, createdAt: 1_000 });
  return { ...record, lockPage, order: 0, ...more };
}

/** X25519. Nobody can read the private key out of them. */
export async function newKeys(): Promise<CryptoKeyPair> {
  return (await crypto.subtle.generateKey('X25519', false, ['deriveBits'])) as CryptoKeyPair;
}
