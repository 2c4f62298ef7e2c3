/** The chunks of a PNG picture that hold notes, and their checksums. */
import { ascii, uint32 } from './read-bytes.ts';

const NOTES = /^(?:eXIf|iTXt|tEXt)$/;
const HEAD_BYTES = 8;

/** Corrects the checksums of changed notes. Other files stay as they are. */
export function mendChecksums(bytes: Uint8Array): void {
  if (ascii(bytes, 1, 4) !== 'PNG') return;
  for (let at = HEAD_BYTES; at + 12 <= bytes.length;) {
    const end = at + 8 + uint32(bytes, at);
    if (end + 4 > bytes.length) return;
    if (NOTES.test(ascii(bytes, at + 4, at + 8))) {
      const sum = crc32(bytes.subarray(at + 4, end));
      bytes.set([sum >>> 24, (sum >>> 16) & 0xff, (sum >>> 8) & 0xff, sum & 0xff], end);
    }
    at = end + 4;
  }
}

function crc32(bytes: Uint8Array): number {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum;
}
