/** The kind that an entry seems to have, by its type and its name. Its bytes decide once they are here. */
import type { BundleEntry } from '../../client/bundle/index.ts';
import { endingOf } from '../../words/code-languages.ts';
import { essenceOf } from '../../words/media/essence.ts';
import { typeOfEnding } from '../../words/media/endings.ts';
import { nameOf } from './entry-tree.ts';

export type EntryKind = 'image' | 'audio' | 'video' | 'text' | 'archive' | 'file';

const ARCHIVE = /^application\/(?:zip|gzip|x-tar|x-7z-compressed|vnd\.rar|x-bzip2|x-xz|zstd)$/;
const TEXT = /^text\/|^application\/(?:json|xml|pdf|x-sh|javascript)$|[+](?:json|xml)$/;

/** The type that the author's system gave it; where it gave none, the usual one of its ending. */
export function typeOf(entry: BundleEntry): string {
  const type = essenceOf(entry.type);
  if (type !== 'application/octet-stream') return type;
  return typeOfEnding(endingOf(nameOf(entry))) ?? type;
}

export function entryKindOf(entry: BundleEntry): EntryKind {
  const type = typeOf(entry);
  const [family] = type.split('/');
  if (family === 'image' || family === 'audio' || family === 'video') return family;
  if (ARCHIVE.test(type)) return 'archive';
  return TEXT.test(type) ? 'text' : 'file';
}
