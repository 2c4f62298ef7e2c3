/** The files that a drop or a paste brings. Needs a DOM. */
import type { TransferredFiles } from '../words/offered-file.ts';

/** The files on the clipboard, unless text came with them: a copied table brings its picture along. */
export function pastedFiles(clipboard: DataTransfer | null): TransferredFiles {
  if (!clipboard || clipboard.types.includes('text/plain')) return { files: [] };
  return transferredFiles(clipboard);
}

/** The files and texts of a drop or the clipboard. Call it while the event is being handled. */
export function transferredFiles(transfer: DataTransfer | null): TransferredFiles {
  const entries = [...(transfer?.items ?? [])].flatMap((item) => item.webkitGetAsEntry?.() ?? []);
  const folders = entries.filter((entry) => entry.isDirectory).map(({ name }) => name);
  // To browsers, a folder is a file without a type whose bytes cannot be read.
  const files = [...(transfer?.files ?? [])].filter(
    ({ name, type }) => type !== '' || !folders.includes(name),
  );
  return { files, folder: folders[0] };
}
