/** Standard input: a link, or the bytes to share. */
import { findLink, type FoundLink } from '../protocol/index.ts';
import { PART_BYTES } from '../client/index.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** The most characters that are read in search of a link. */
const LINK_CHARACTERS = 64 * 1024;

/** The first link of the standard input, as soon as its line is complete. A person may type an answer after it. */
export async function linkFromInput(signal: AbortSignal): Promise<FoundLink | undefined> {
  const goOn = endOn(signal);
  let text = '';
  try {
    const input = process.stdin.setEncoding('utf8');
    for await (const chunk of input.iterator({ destroyOnReturn: false })) {
      text += String(chunk);
      const line = text.slice(0, text.lastIndexOf('\n') + 1);
      const found = line === '' ? undefined : findLink(line);
      if (found || text.length > LINK_CHARACTERS) return found;
    }
    return findLink(text);
  } finally {
    goOn();
  }
}

/** The bytes of the standard input, in parts of a bundle; none for an empty one. */
export async function* partsOfInput(signal: AbortSignal): AsyncGenerator<Bytes> {
  endOn(signal);
  let part = new Uint8Array(PART_BYTES);
  let length = 0;
  for await (const chunk of process.stdin) {
    let rest: Uint8Array = chunk;
    while (rest.length > 0) {
      const taken = rest.subarray(0, PART_BYTES - length);
      part.set(taken, length);
      length += taken.length;
      rest = rest.subarray(taken.length);
      if (length < PART_BYTES) continue;
      yield part;
      part = new Uint8Array(PART_BYTES); // the last one belongs to whoever took it
      length = 0;
    }
  }
  if (length > 0) yield part.slice(0, length);
}

/** Reading rejects with the signal's reason, until the returned function is called. */
function endOn(signal: AbortSignal): () => void {
  const onAbort = () => process.stdin.destroy(signal.reason);
  signal.addEventListener('abort', onAbort);
  return () => signal.removeEventListener('abort', onAbort);
}
