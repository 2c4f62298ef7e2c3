/**
 * Compresses content before it is sealed, and decompresses it afterwards. Limits the output of a page, because a few KB
 * may stand for gigabytes. The platform's own streams do the work, in Node and in browsers alike.
 */
type Bytes = Uint8Array<ArrayBuffer>;

/** The largest content of a compressed page, in bytes. */
export const INFLATED_BYTES = 32 * 1024 * 1024;

/**
 * Content is compressed if that saves a tenth. If the first bytes, this many, show that it does not, the rest is not
 * tried.
 */
const SAVED = 0.9;
const SAMPLE_BYTES = 64 * 1024;
/** The size of one input piece. A piece gives at most a thousand times as many bytes, which fit into any memory. */
const PIECE_BYTES = 4 * 1024;

/** The content as raw DEFLATE (RFC 1951); undefined if it would hardly shrink or is too large to decompress. */
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

/**
 * The decompressed content; undefined if it does not have exactly the stated length, or is larger than a page allows.
 */
export async function inflate(deflated: Uint8Array, length: number): Promise<Bytes | undefined> {
  if (length > INFLATED_BYTES) return undefined;
  const stream = new DecompressionStream('deflate-raw');
  const inflated = await through(stream, deflated, { most: length, pieceBytes: PIECE_BYTES });
  return inflated?.length === length ? inflated : undefined;
}

interface Bounds {
  /** The maximum number of output bytes. */
  readonly most: number;
  /** The number of input bytes in one piece. */
  readonly pieceBytes: number;
}

/** The output of `stream`; undefined if it is too long, or if the stream refuses the input. */
async function through(
  stream: CompressionStream | DecompressionStream,
  bytes: Uint8Array,
  { most, pieceBytes }: Bounds,
): Promise<Bytes | undefined> {
  const reader = (stream.readable as ReadableStream<Uint8Array>).getReader();
  const writer = (stream.writable as WritableStream<Uint8Array>).getWriter();
  const fed = feed(writer, bytes, pieceBytes).catch(() => {}); // the reader gets the same error
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
    await reader.cancel().catch(() => {}); // the stream may have failed already
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
