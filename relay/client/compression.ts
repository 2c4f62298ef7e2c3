/**
 * Makes content smaller before it is sealed, and large again behind it. What comes out of a page is bounded: a few KB may
 * stand for gigabytes. The platform's own streams do the work, in Node and in browsers alike.
 */
type Bytes = Uint8Array<ArrayBuffer>;

/** The most that a compressed page may hold, in bytes. */
export const INFLATED_BYTES = 32 * 1024 * 1024;

/** Compressed where it saves a tenth, and not at all where this much of it shows that it does not. */
const SAVED = 0.9;
const SAMPLE_BYTES = 64 * 1024;
/** At most a thousand times as much comes out of a piece: so little of it at once that nobody's memory is filled. */
const PIECE_BYTES = 4 * 1024;

/** The content as raw DEFLATE (RFC 1951); undefined where it would hardly be smaller, or is too large to come back. */
export async function deflate(content: Uint8Array): Promise<Bytes | undefined> {
  if (content.length > INFLATED_BYTES) return undefined;
  const sample = content.subarray(0, SAMPLE_BYTES);
  const deflated = await smaller(sample);
  return deflated && sample.length < content.length ? await smaller(content) : deflated;
}

async function smaller(content: Uint8Array): Promise<Bytes | undefined> {
  const stream = new CompressionStream('deflate-raw');
  const most = Math.floor(content.length * SAVED);
  return await through(stream, content, { most, pieceBytes: content.length });
}

/** What was compressed, where it is exactly so long; undefined where it is not, or is more than a page may hold. */
export async function inflate(deflated: Uint8Array, length: number): Promise<Bytes | undefined> {
  if (length > INFLATED_BYTES) return undefined;
  const stream = new DecompressionStream('deflate-raw');
  const inflated = await through(stream, deflated, { most: length, pieceBytes: PIECE_BYTES });
  return inflated?.length === length ? inflated : undefined;
}

interface Bounds {
  /** The most that may come out. */
  readonly most: number;
  /** How much goes in at once. */
  readonly pieceBytes: number;
}

/** What comes out of `stream`; undefined where that is too much, or where the stream does not take what goes in. */
async function through(
  stream: CompressionStream | DecompressionStream,
  bytes: Uint8Array,
  { most, pieceBytes }: Bounds,
): Promise<Bytes | undefined> {
  const reader = (stream.readable as ReadableStream<Uint8Array>).getReader();
  const writer = (stream.writable as WritableStream<Uint8Array>).getWriter();
  const fed = feed(writer, bytes, pieceBytes).catch(() => {}); // the reader is told the same
  const out = new Uint8Array(most);
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return out.slice(0, length);
      if (length + value.length > most) return undefined;
      out.set(value, length);
      length += value.length;
    }
  } catch {
    return undefined;
  } finally {
    await reader.cancel().catch(() => {}); // it may have failed already
    await fed;
  }
}

async function feed(
  writer: WritableStreamDefaultWriter<Uint8Array>,
  bytes: Uint8Array,
  pieceBytes: number,
): Promise<void> {
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    await writer.ready;
    await writer.write(bytes.subarray(at, at + pieceBytes));
  }
  await writer.close();
}
