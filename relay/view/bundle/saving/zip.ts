/** All entries of a bundle as one zip file, made while it is written. */
import { makeZip } from 'client-zip';
import type { BundleEntry } from '../../../client/bundle/index.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** `piecesOf` gives the content of an entry; nothing is read before it is needed. */
export function zipOf(
  entries: readonly BundleEntry[],
  piecesOf: (entry: BundleEntry) => AsyncIterable<Bytes>,
): AsyncIterable<Bytes> {
  const lastModified = new Date();
  const files = function* () {
    for (const entry of entries) {
      const { path, bytes } = entry;
      yield { name: path, size: bytes, input: piecesOf(entry), lastModified };
    }
  };
  return chunksOf(makeZip(files()));
}

async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Bytes, void, void> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value as Bytes; // client-zip shares no memory with another thread
    }
  } finally {
    await reader.cancel();
  }
}
