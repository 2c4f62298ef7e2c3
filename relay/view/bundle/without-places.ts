/** Removes places from chosen photos, and keeps no photo in memory for that. */
import type { OfferedFile } from '../../words/offered-file.ts';
import { readFile } from '../../words/offered-file.ts';
import { hasPlace, withoutPlace } from '../../words/index.ts';

/** A larger photo or film is not searched: it would have to be in memory whole. */
export const SEARCHED_BYTES = 64 * 1024 * 1024;

export function mayHavePlace({ file }: OfferedFile): boolean {
  return /^(?:image|video)\//.test(file.type) && file.size > 0;
}

/** What is known of a file, so that no file is read twice. */
const known = new WeakMap<File, boolean>();

/** False for a file that cannot be read: the share itself says so. */
export async function tellsPlace({ file }: OfferedFile): Promise<boolean> {
  const before = known.get(file);
  if (before !== undefined) return before;
  const tells = await readFile(file).then(hasPlace, () => false);
  known.set(file, tells);
  return tells;
}

/** The same file without its place: the parts of the file on the disk, with the changed bytes between them. */
export async function withoutItsPlace({ path, file }: OfferedFile): Promise<OfferedFile> {
  const bytes = await readFile(file);
  const { name, type } = file;
  // Another time, because an interrupted share of the file with its place must not go on with this one.
  const lastModified = file.lastModified + 1;
  const parts = patched(file, bytes, withoutPlace(bytes));
  const cleaned = new File(parts, name, { type, lastModified });
  known.set(cleaned, false);
  return { path, file: cleaned };
}

type Bytes = Uint8Array<ArrayBuffer>;

/** Changes this near to each other are one. */
const NEAR = 256;

function patched(file: File, before: Bytes, after: Bytes): BlobPart[] {
  const parts: BlobPart[] = [];
  let copied = 0;
  for (let at = 0; at < after.length; at += 1) {
    if (before[at] === after[at]) continue;
    const from = at;
    let to = at + 1;
    for (let i = to; i < after.length && i < to + NEAR; i += 1)
      if (before[i] !== after[i]) to = i + 1;
    parts.push(file.slice(copied, from), after.slice(from, to));
    copied = to;
    at = to;
  }
  return [...parts, file.slice(copied)];
}
