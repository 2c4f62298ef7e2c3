/** The keys of once links: HKDF-SHA-256 without a salt, X25519, non-extractable private keys. PROTOCOL.md, appendix E. */
import { type Bytes, DERIVED_KEY_BYTES, derivedKey } from '../derived-key.ts';

export { type Bytes, joined } from '../derived-key.ts';

type OnceKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** An X25519 key pair. IndexedDB stores it; nobody can read the private key out of it. */
export interface OnceKeys {
  readonly publicKey: OnceKey;
  readonly privateKey: OnceKey;
}

/** The length of capabilities, content keys, public keys and derived keys. */
export const ONCE_KEY_BYTES = DERIVED_KEY_BYTES;

type Purpose = 'lock' | 'proof' | 'answer' | 'receipt';

const X25519 = 'X25519';

export async function newOnceKeys(): Promise<OnceKeys> {
  const made = await crypto.subtle.generateKey(X25519, false, ['deriveBits']);
  if ('publicKey' in made) return made;
  throw new Error('expected a pair of X25519 keys, got one key');
}

export async function publicBytes(keys: OnceKeys): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey));
}

/**
 * The secret that `own` shares with the owner of `publicKey`; undefined if that is no public key, or one that makes the
 * secret known to everybody.
 */
export async function sharedSecret(
  own: OnceKeys,
  publicKey: Uint8Array,
): Promise<Bytes | undefined> {
  try {
    const theirs = await crypto.subtle.importKey('raw', publicKey as Bytes, X25519, true, []);
    const algorithm = { name: X25519, public: theirs };
    const secret = new Uint8Array(
      await crypto.subtle.deriveBits(algorithm, own.privateKey, 8 * ONCE_KEY_BYTES),
    );
    return secret.some((byte) => byte !== 0) ? secret : undefined;
  } catch {
    return undefined; // not every platform gives the same error for such a key
  }
}

/** The key for one purpose that comes from a secret. */
export async function deriveKey(secret: Uint8Array, purpose: Purpose): Promise<Bytes> {
  return await derivedKey(secret, `mayfly once ${purpose}`);
}
