/** Bytes of a frame's header before its length and, from a client, of its mask (RFC 6455 section 5.2). */
const FIRST_BYTES = 2;
const MASK_BYTES = 4;

/**
 * Follows the frames of one client, of which it looks at the lengths alone. A length must be written in as few bytes as
 * it can be (RFC 6455 section 5.2), which `ws` does not ask for. All else that may be wrong is left to `ws`.
 */
export class FrameLengths {
  /** Payload that is still to come of the present frame. */
  #skip = 0;
  /** The start of a header whose rest comes with the next piece. */
  #header: Buffer | undefined;

  /** True when all lengths in the next piece of the stream are as short as possible. */
  areMinimal(piece: Buffer): boolean {
    const bytes = this.#header ? Buffer.concat([this.#header, piece]) : piece;
    this.#header = undefined;
    let at = this.#skip;
    while (at < bytes.length) {
      const size = headerBytes(bytes, at);
      if (at + size > bytes.length) {
        this.#header = Buffer.from(bytes.subarray(at)); // the piece is not kept for it
        this.#skip = 0;
        return true;
      }
      const length = lengthAt(bytes, at);
      if (length === undefined) return false;
      at += size + length;
    }
    this.#skip = at - bytes.length;
    return true;
  }
}

/** The length of the header at `at`; the least length while its second byte has not come. */
function headerBytes(bytes: Buffer, at: number): number {
  const second = bytes[at + 1] ?? 0;
  const mask = second & 0x80 ? MASK_BYTES : 0;
  return FIRST_BYTES + extraBytes(second & 0x7f) + mask;
}

function extraBytes(short: number): number {
  if (short < 126) return 0;
  return short === 126 ? 2 : 8;
}

/** Undefined where it could have been written shorter. */
function lengthAt(bytes: Buffer, at: number): number | undefined {
  const short = (bytes[at + 1] ?? 0) & 0x7f;
  if (short < 126) return short;
  if (short === 126) {
    const length = bytes.readUInt16BE(at + FIRST_BYTES);
    return length < 126 ? undefined : length;
  }
  const length = Number(bytes.readBigUInt64BE(at + FIRST_BYTES));
  return length < 0x1_0000 ? undefined : length;
}
