/** The files that a drop or a paste brings. Needs a DOM. */
import type { HandedOver } from '../words/offered-file.ts';

/** The files on the clipboard, where no text came with them: a copied table brings its picture along. */
export function pastedFiles(clipboard: DataTransfer | null): HandedOver {
  if (!clipboard || clipboard.types.includes('text/plain')) return { files: [] };
  return handedOver(clipboard);
}

/** What a drop or the clipboard brings. Has to be asked while its event is told. */
export function handedOver(transfer: DataTransfer | null): HandedOver {
  const entries = [...(transfer?.items ?? [])].flatMap((item) => item.webkitGetAsEntry?.() ?? []);
  const folders = entries.filter((entry) => entry.isDirectory).map(({ name }) => name);
  // To browsers, a folder is a file too, of no type, whose bytes cannot be read.
  const files = [...(transfer?.files ?? [])].filter(
    ({ name, type }) => type !== '' || !folders.includes(name),
  );
  return { files, folder: folders[0] };
}
