/** Keys that come from a secret: HKDF-SHA-256 (RFC 5869) without a salt. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** The length of such secrets, and of the keys that come from them. */
export const DERIVED_KEY_BYTES = 32;

/** The key that comes from a secret for the purpose named by `info`. */
export async function derivedKey(secret: Uint8Array, info: string): Promise<Bytes> {
  // The types exclude views of shared memory, and no secret is ever in one.
  const material = await crypto.subtle.importKey('raw', secret as Bytes, 'HKDF', false, [
    'deriveBits',
  ]);
  const algorithm = {
    name: 'HKDF',
    hash: 'SHA-256',
    salt: new Uint8Array(),
    info: new TextEncoder().encode(info),
  };
  return new Uint8Array(await crypto.subtle.deriveBits(algorithm, material, 8 * DERIVED_KEY_BYTES));
}

export function joined(...parts: readonly Uint8Array[]): Bytes {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
