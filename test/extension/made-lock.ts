/** A once link of a page, as its author's browser stores it. */
import { addressOf } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import type { StoredLock } from '../../extension/store/locks.ts';

export async function madeLock(page: Address, more: Partial<StoredLock> = {}): Promise<StoredLock> {
  const lockPage = crypto.getRandomValues(new Uint8Array(100));
  return {
    lock: await addressOf(lockPage),
    lockPage,
    page,
    capability: new Uint8Array(32).fill(3),
    keys: await newKeys(),
    contentKey: new Uint8Array(32).fill(7),
    total: 1,
    releases: [],
    refused: { wrongProof: { count: 0 }, spent: { count: 0 } },
    createdAt: 1_000,
    ...more,
  };
}

/** X25519. Nobody can read the private key out of them. */
export async function newKeys(): Promise<CryptoKeyPair> {
  return (await crypto.subtle.generateKey('X25519', false, ['deriveBits'])) as CryptoKeyPair;
}
