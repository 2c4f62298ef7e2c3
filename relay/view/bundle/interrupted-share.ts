/** A share that the end of a tab or of the browser has interrupted. */
import { PART_BYTES } from '../../client/bundle/index.ts';
import type { OfferedFile } from '../../words/offered-file.ts';
import type { NewBundle } from './part-sink.ts';

/** A share that can go on. */
export interface InterruptedShare extends NewBundle {
  readonly id: string;
  /** Bytes of the files that are ready, of `total`. */
  readonly ready: number;
  readonly total: number;
  /** Everything is stored: the files are not needed any more. */
  readonly isWhole: boolean;
}

/** The share as its author knows it. `held` are the numbers of its parts that are stored. */
export function interruptedShare(
  { id, name, isSealed, files }: NewBundle & { readonly id: string },
  { held, isWhole }: { readonly held: Iterable<number>; readonly isWhole: boolean },
): InterruptedShare {
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let ready = 0;
  for (const index of held) ready += Math.min(PART_BYTES, total - index * PART_BYTES);
  return { id, name, isSealed, files, ready, total, isWhole };
}

/** Says whether these are the files of that share, unchanged. */
export function isOf(files: readonly OfferedFile[], share: Pick<NewBundle, 'files'>): boolean {
  const prints = new Set(share.files.map((print) => JSON.stringify(print)));
  const isKnown = ({ path, file }: OfferedFile) =>
    prints.has(JSON.stringify({ path, bytes: file.size, modifiedAt: file.lastModified }));
  return files.length === share.files.length && files.every(isKnown);
}
