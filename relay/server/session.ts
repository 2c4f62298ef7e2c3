import { randomFillSync } from 'node:crypto';

const SESSION_BYTES = 16;

/** Random bytes for the next sessions. Drawing them one session at a time takes longer than the handshake's hash. */
const drawn = Buffer.alloc(256 * SESSION_BYTES);
let used = drawn.length;

/** A new session's name: a secret that nobody can guess. */
export function newSession(): string {
  if (used === drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  used += SESSION_BYTES;
  return drawn.toString('base64url', used - SESSION_BYTES, used);
}
