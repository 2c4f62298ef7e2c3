/** Reads an archive page by page, so that at most one page is in memory. Does not know what happens to the pages. */
import { ARCHIVE_VERSION, type Entry, LINE_BYTES, parseEntry, parseHead } from './archive.ts';

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
  const entry = parseEntry(line.text);
  if (!entry) throw new ArchiveError('malformed', `expected a page's description at byte ${at}`);
  const end = line.end + entry.length;
  if (end > file.size) throw cutOff(end - file.size);
  return { entry, bytes: new Uint8Array(await file.slice(line.end, end).arrayBuffer()), end };
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
