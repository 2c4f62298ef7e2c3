/** Reads an archive page by page, so that at most one page is in memory, and no part. Does not know what happens to the pages. */
import type { HeldPart } from './held-bundle.ts';
import {
  ARCHIVE_VERSION,
  type Entry,
  LINE_BYTES,
  parseEntry,
  parseHead,
  parsePart,
} from './archive.ts';

/** The fault of a file. */
export type ArchiveProblem =
  | 'not-an-export' // another kind of file
  | 'newer-version' // a newer version of the extension wrote it
  | 'cut-off' // it ends in the middle of a page
  | 'malformed'; // the description of a page is invalid

export interface ArchivedPage {
  readonly entry: Entry;
  /** Not checked against the address yet. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Of a bundle: the parts that are in the file. */
  readonly parts: readonly ArchivedPart[];
}

export interface ArchivedPart extends HeldPart {
  /** A piece of the file: it is not in memory, and not checked against the address yet. */
  readonly page: Blob;
}

/** The reason why the rest of an archive cannot be read. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
  readonly problem: ArchiveProblem;

  constructor(problem: ArchiveProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}

/**
 * The pages of `file`, in turn. Throws an `ArchiveError` if it is no archive, or at the place where it stops being one.
 */
export async function* readArchive(file: Blob): AsyncGenerator<ArchivedPage, void, void> {
  const head = await readLine(file, 0);
  const version = head && parseHead(head.text);
  if (!head || version === undefined) {
    throw new ArchiveError('not-an-export', 'expected the first line of an export');
  }
  if (version > ARCHIVE_VERSION) {
    throw new ArchiveError('newer-version', `expected version ${ARCHIVE_VERSION}, got ${version}`);
  }
  for (let at = head.end; at < file.size;) {
    const page = await readPage(file, at);
    yield page;
    at = page.end;
  }
}

async function readPage(file: Blob, at: number): Promise<ArchivedPage & { readonly end: number }> {
  const line = await readLine(file, at);
  if (!line) throw lineless(file, at);
  const part = parsePart(line.text);
  if (part && line.end + part.bytes > file.size) throw cutOff(line.end + part.bytes - file.size);
  const entry = part ? undefined : parseEntry(line.text);
  if (!entry) throw new ArchiveError('malformed', `expected a page's description at byte ${at}`);
  const end = line.end + entry.length;
  if (end > file.size) throw cutOff(end - file.size);
  const bytes = new Uint8Array(await file.slice(line.end, end).arrayBuffer());
  return { entry, bytes, ...(entry.bundle ? await readParts(file, end) : { parts: [], end }) };
}

/** The parts that follow a bundle, up to the first line that describes none, or the first part that is cut off. */
async function readParts(file: Blob, from: number) {
  const parts: ArchivedPart[] = [];
  let end = from;
  while (end < file.size) {
    const line = await readLine(file, end);
    const part = line && parsePart(line.text);
    if (!part || line.end + part.bytes > file.size) break;
    end = line.end + part.bytes;
    parts.push({ ...part, page: file.slice(line.end, end) });
  }
  return { parts, end };
}

/** The line that begins at `at`, and the offset after it. */
async function readLine(file: Blob, at: number) {
  const start = new Uint8Array(await file.slice(at, at + LINE_BYTES).arrayBuffer());
  const length = start.indexOf(10);
  if (length < 0) return undefined;
  return { text: new TextDecoder().decode(start.subarray(0, length)), end: at + length + 1 };
}

function lineless(file: Blob, at: number): ArchiveError {
  if (at + LINE_BYTES >= file.size) return cutOff(1);
  return new ArchiveError('malformed', `expected a line of at most ${LINE_BYTES} bytes at ${at}`);
}

function cutOff(missing: number): ArchiveError {
  return new ArchiveError('cut-off', `expected at least ${missing} bytes more`);
}
