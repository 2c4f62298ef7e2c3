import { randomFillSync } from 'node:crypto';

const SECRET_BYTES = 16;

/** Random bytes for the next secrets. Drawing them one secret at a time takes longer than the handshake's hash. */
const drawn = Buffer.alloc(256 * SECRET_BYTES);
let used = drawn.length;

/** A text that nobody can guess. */
export function newSecret(): string {
  if (used === drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  used += SECRET_BYTES;
  return drawn.toString('base64url', used - SECRET_BYTES, used);
}
