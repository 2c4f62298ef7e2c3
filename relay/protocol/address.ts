/** A page's name: the SHA-256 of its bytes as 64 lower-case hex digits. Made only by the functions here. */
export type Address = string & { readonly __brand: 'address' };

export const ADDRESS_BYTES = 32;

const PATTERN = /^[0-9a-f]{64}$/;

export function isAddress(value: unknown): value is Address {
  return typeof value === 'string' && PATTERN.test(value);
}

/** The character codes of the digits. */
const DIGITS = Array.from({ length: 16 }, (_, digit) => digit.toString(16).charCodeAt(0));
const codes = Array.from({ length: 2 * ADDRESS_BYTES }, () => 0);

/** The address whose digest is in `bytes` at `[at, at + 32)`. */
export function addressFromBytes(bytes: Uint8Array, at = 0): Address {
  for (let i = 0; i < ADDRESS_BYTES; i++) {
    const byte = bytes[at + i] ?? 0;
    codes[2 * i] = DIGITS[byte >> 4] ?? 0;
    codes[2 * i + 1] = DIGITS[byte & 15] ?? 0;
  }
  // Built in one call, the string is flat; a map finds it in half the time of a string built digit by digit.
  // Two hex digits for each of 32 bytes always form an address.
  return String.fromCharCode(...codes) as Address;
}

/** Writes the 32 bytes of `address` into `target` at `at`. */
export function writeAddress(address: Address, target: Uint8Array, at = 0): void {
  for (let i = 0; i < ADDRESS_BYTES; i++) {
    target[at + i] = Number.parseInt(address.slice(2 * i, 2 * i + 2), 16);
  }
}
