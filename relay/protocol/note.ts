/** The parts of a note: a small message that the relay passes on without reading it. [M1] */
import { queuedCost } from './limits.ts';

/** The most characters of a note's body. */
export const NOTE_BYTES = 4_096;

const NAME = /^[\w-]{22}$/;
const DIGITS = /^[\w-]+$/;
/** The last digits that leave no bits over, by the number of digits after the last whole group of four. */
const LAST_DIGITS: Readonly<Record<number, string>> = { 1: '', 2: 'AQgw', 3: 'AEIMQUYcgkosw048' };

/** The bytes of a note as a relay sends it, besides its body. */
const FIXED_BYTES = 133;

/** The bytes that a note counts while it waits on a connection. [B7, M6] */
export function noteCost(body: string): number {
  return queuedCost(FIXED_BYTES + body.length, false);
}

/** Says whether a relay may have given this name to the sender of a note. */
export function isNoteName(value: unknown): value is string {
  return typeof value === 'string' && NAME.test(value);
}

/** Says whether this is base64url of 1 to `NOTE_BYTES` characters, as `encodeBase64url` writes it. */
export function isNoteBody(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > NOTE_BYTES || !DIGITS.test(value)) return false;
  return LAST_DIGITS[value.length % 4]?.includes(value.slice(-1)) ?? true;
}
