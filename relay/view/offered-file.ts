/** A file that somebody hands over, and whether it can become a page. */
import { formatBytes } from './format-bytes.ts';
import { shownName } from './page-name.ts';
import { t } from './words.ts';

export type Offer =
  | { readonly file: File; readonly problem?: string }
  | { readonly file?: undefined; readonly problem: string };

/** The file to share of those handed over together; `room`: the most that fits into a page, in bytes. */
export function offerOf(files: readonly File[], room: number): Offer | undefined {
  const [file] = files;
  if (file === undefined) return undefined;
  const problem = problemOfFile(file, room);
  if (problem !== undefined) return { problem };
  return files.length === 1
    ? { file }
    : { file, problem: t('view_oneFile', { name: shownName(file.name) }) };
}

/** Why a file cannot become a page. */
export function problemOfFile(file: File, room: number): string | undefined {
  const name = shownName(file.name);
  if (file.size > room) {
    const sizes = { size: formatBytes(file.size), room: formatBytes(room) };
    return t('view_fileTooLarge', { name, ...sizes });
  }
  return file.size === 0 ? t('view_fileEmpty', { name }) : undefined;
}

/** What the system says that a file is, by its name. */
export function mediaTypeOfFile({ type }: File): string {
  const [essence = ''] = type.toLowerCase().split(';');
  return essence.trim() || 'application/octet-stream';
}

/** The bytes of a file. Fails where it is a folder, or has changed or gone since it was handed over. */
export async function readFile(file: File): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (cause) {
    throw new Error(t('view_fileUnreadable', { name: shownName(file.name) }), { cause });
  }
}

/** The files on the clipboard, where no text came with them: a copied table brings its picture along. */
export function pastedFiles(clipboard: DataTransfer | null): readonly File[] {
  if (!clipboard || clipboard.types.includes('text/plain')) return [];
  return [...clipboard.files];
}
