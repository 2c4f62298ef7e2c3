/** A page's name: the SHA-256 of its bytes as 64 lower-case hex digits. Made only by the functions here. */
export type Address = string & { readonly __brand: 'address' };

export const ADDRESS_BYTES = 32;

const PATTERN = /^[0-9a-f]{64}$/;

export function isAddress(value: unknown): value is Address {
  return typeof value === 'string' && PATTERN.test(value);
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** The address whose digest stands in `bytes` at `[at, at + 32)`. */
export function addressFromBytes(bytes: Uint8Array, at = 0): Address {
  let hex = '';
  for (let i = at; i < at + ADDRESS_BYTES; i++) hex += HEX[bytes[i] ?? 0];
  // Two hex digits for each of 32 bytes are an address by construction.
  return hex as Address;
}

/** Writes the 32 bytes of `address` into `target` at `at`. */
export function writeAddress(address: Address, target: Uint8Array, at = 0): void {
  for (let i = 0; i < ADDRESS_BYTES; i++) {
    target[at + i] = Number.parseInt(address.slice(2 * i, 2 * i + 2), 16);
  }
}
