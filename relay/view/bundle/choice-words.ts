/** The sentences about chosen files: their name together, the limits that they break, and what could not be taken. */
import { BUNDLE_BYTES, BUNDLE_ENTRIES } from '../../client/bundle/index.ts';
import { formatBytes, formatRoom } from '../../words/format-bytes.ts';
import { sentences, t } from '../../words/language.ts';
import { folderOf, type Offered, type OfferedFile } from '../../words/offered-file.ts';
import { shownName } from '../../words/page-name.ts';
import { neededBytes } from './free-room.ts';
import type { SharesMany } from './many-sharing.ts';

/** The folder's name, the one file's, or how many there are. */
export function nameOfAll(files: readonly OfferedFile[]): string {
  const [only] = files;
  const folder = folderOf(files);
  if (folder !== undefined) return shownName(folder);
  if (files.length === 1 && only) return shownName(only.file.name);
  return t('files_count', { count: files.length });
}

/** Sizes are in bytes. */
export function limitProblem(
  count: number,
  size: number,
  { mostBytes = BUNDLE_BYTES, advice }: SharesMany,
): string | undefined {
  if (count > BUNDLE_ENTRIES) return t('files_overCount', { count, most: BUNDLE_ENTRIES });
  if (size <= mostBytes) return undefined;
  const over = t('files_overSize', { size: formatBytes(size), most: formatRoom(mostBytes) });
  return sentences(over, advice);
}

/** `free` is undefined while it is not known. */
export function roomProblem(size: number, free: number | undefined): string | undefined {
  const needed = neededBytes(size);
  if (free === undefined || needed <= free) return undefined;
  const room = formatBytes(Math.max(0, free));
  return t('files_diskRoom', { needed: formatBytes(needed), free: room });
}

export function unreadableProblem(count: number): string | undefined {
  return count > 0 ? t('files_someUnreadable', { count }) : undefined;
}

export function leftOut({ emptyFolders, unread }: Offered): string {
  const [folder = '', file = ''] = [emptyFolders[0], unread[0]];
  return sentences(
    emptyFolders.length > 0 &&
      t('files_emptyFolders', { count: emptyFolders.length, name: folder }),
    unread.length > 0 && t('files_unread', { count: unread.length, name: file }),
  );
}
