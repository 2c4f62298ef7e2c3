/** A page's name: the SHA-256 of its bytes as 64 lower-case hex digits. Made only by the functions here. */
export type Address = string & { readonly __brand: 'address' };

export const ADDRESS_BYTES = 32;

const PATTERN = /^[0-9a-f]{64}$/;

export function isAddress(value: unknown): value is Address {
  return typeof value === 'string' && PATTERN.test(value);
}

const DIGITS = new TextEncoder().encode('0123456789abcdef');
const decoder = new TextDecoder();
const digits = new Uint8Array(2 * ADDRESS_BYTES);

/** The address whose digest stands in `bytes` at `[at, at + 32)`. */
export function addressFromBytes(bytes: Uint8Array, at = 0): Address {
  for (let i = 0; i < ADDRESS_BYTES; i++) {
    const byte = bytes[at + i] ?? 0;
    digits[2 * i] = DIGITS[byte >> 4] ?? 0;
    digits[2 * i + 1] = DIGITS[byte & 15] ?? 0;
  }
  // Decoded at once it is a flat string, which a map finds in half the time of one made by adding digits.
  // Two hex digits for each of 32 bytes are an address by construction.
  return decoder.decode(digits) as Address;
}

/** Writes the 32 bytes of `address` into `target` at `at`. */
export function writeAddress(address: Address, target: Uint8Array, at = 0): void {
  for (let i = 0; i < ADDRESS_BYTES; i++) {
    target[at + i] = Number.parseInt(address.slice(2 * i, 2 * i + 2), 16);
  }
}
