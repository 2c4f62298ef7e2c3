/** A file that a user hands over, and the decision whether it can become a page. */
import { certainEncoding } from './text/encoding.ts';
import { findEncoding } from './text/find-encoding.ts';
import { essenceOf } from './media/essence.ts';
import { isTextKind, kindOf } from './page-kind.ts';
import { shownName } from './page-name.ts';
import { t } from './language.ts';

const UNKNOWN_TYPE = 'application/octet-stream';

/** A file that was handed over, perhaps within a folder. */
export interface OfferedFile {
  /** The path below the place that was chosen, with `/`, in the system's own form. A file alone has its name. */
  readonly path: string;
  readonly file: File;
}

/** Everything that a user dropped, pasted or picked at once. */
export interface Offered {
  readonly files: readonly OfferedFile[];
  /** The paths of folders without a file: nothing of them is shared. */
  readonly emptyFolders: readonly string[];
  /** The paths of folders and files that the browser could not read. */
  readonly unread: readonly string[];
}

/** True unless the files are one that fits into a page. `room` is the largest content of a page, in bytes. */
export function isMany(files: readonly OfferedFile[], room: number): boolean {
  const [only] = files;
  if (only === undefined) return false;
  return files.length > 1 || only.path.includes('/') || only.file.size > room;
}

/** Both, in the order of their paths. A file that was chosen twice is there once. */
export function together(
  before: readonly OfferedFile[],
  added: readonly OfferedFile[],
): readonly OfferedFile[] {
  const known = new Set(before.map(printOf));
  const all = [...before, ...added.filter((file) => !known.has(printOf(file)))];
  return all.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

function printOf({ path, file }: OfferedFile): string {
  return `${file.size} ${file.lastModified} ${path}`;
}

/** The name of the one folder that all files lie in. */
export function folderOf(files: readonly OfferedFile[]): string | undefined {
  const [first = ''] = files[0]?.path.split('/', 1) ?? [];
  return first !== '' && files.every(({ path }) => path.startsWith(`${first}/`))
    ? first
    : undefined;
}

/** The reason why a file that fits cannot become a page, encrypted or not. */
export function problemOfFile(file: File, isSealed: boolean): string | undefined {
  // Without a byte there is no address; encryption adds some bytes.
  return file.size === 0 && !isSealed
    ? t('view_fileEmpty', { name: shownName(file.name) })
    : undefined;
}

/** The type that the system gives a file because of its name. */
export function mediaTypeOfFile({ type }: File): string {
  return essenceOf(type) || UNKNOWN_TYPE;
}

/** The type for the link: the system's type, but text if the bytes are text; and the encoding, if it is not UTF-8. */
export async function contentTypeOf(file: File, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const told = mediaTypeOfFile(file);
  if (bytes.length === 0 || !isTextKind(kindOf({ bytes, mediaType: told }).kind)) return told;
  const mediaType = told === UNKNOWN_TYPE ? 'text/plain' : told;
  const encoding = await findEncoding({ bytes, mediaType });
  const isPlain = encoding === 'utf-8' || (certainEncoding(bytes) ?? '').startsWith('utf-');
  return isPlain ? mediaType : `${mediaType};charset=${encoding}`;
}

/** The bytes of a file. Fails if the file has changed or gone since the user handed it over. */
export async function readFile(file: File): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (cause) {
    throw new Error(t('view_fileUnreadable', { name: shownName(file.name) }), { cause });
  }
}
