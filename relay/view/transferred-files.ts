/** The files that a drop or a paste brings. Needs a DOM. */
import type { Offered } from '../words/offered-file.ts';

/** What an event brings. The folders are still to be read. */
export interface Transferred {
  readonly files: readonly File[];
  readonly folders: readonly FileSystemDirectoryEntry[];
}

/** The files on the clipboard, unless text came with them: a copied table brings its picture along. */
export function pastedFiles(clipboard: DataTransfer | null): Transferred {
  if (!clipboard || clipboard.types.includes('text/plain')) return { files: [], folders: [] };
  return transferredFiles(clipboard);
}

/** The files and folders of a drop or the clipboard. Call it while the event is being handled. */
export function transferredFiles(transfer: DataTransfer | null): Transferred {
  const entries = [...(transfer?.items ?? [])].flatMap((item) => item.webkitGetAsEntry?.() ?? []);
  const folders = entries.filter(isFolder);
  const names = new Set(folders.map(({ name }) => name));
  // To browsers, a folder is a file without a type whose bytes cannot be read.
  const files = [...(transfer?.files ?? [])].filter(
    ({ name, type }) => type !== '' || !names.has(name),
  );
  return { files, folders };
}

/** What a picker gives: a folder's files have paths. */
export function pickedFiles(files: Iterable<File>): Offered {
  const picked = [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
  return { files: picked, emptyFolders: [], unread: [] };
}

/** All files, those in folders too. `onCount` hears how many there are so far. */
export async function withFolders(
  { files, folders }: Transferred,
  onCount: (count: number) => void,
): Promise<Offered> {
  const outside = files.map((file) => ({ path: file.name, file }));
  if (folders.length === 0) return { files: outside, emptyFolders: [], unread: [] };
  const { FolderWalk } = await import('./bundle/folder-walk.ts');
  const found = await new FolderWalk(onCount).walk(folders);
  return { ...found, files: [...outside, ...found.files] };
}

export function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
