/** The shares that the end of a tab or of the browser has interrupted. */
import { PART_BYTES } from '@mayfly/relay/client';
import type { OfferedFile } from '@mayfly/relay/words';
import type { Pages } from '../../store/pages.ts';
import type { UnfinishedShare } from '../../store/unfinished.ts';
import { isRunning } from './share-lock.ts';

/** A share that can go on. */
export interface Interrupted extends Pick<UnfinishedShare, 'id' | 'name' | 'isSealed' | 'files'> {
  /** Bytes of the files that are ready, of `total`. */
  readonly ready: number;
  readonly total: number;
  /** Everything is stored: the files are not needed any more. */
  readonly isWhole: boolean;
}

/** Those that no tab works at now; the last one first. */
export async function interruptedShares(
  pages: Pick<Pages, 'parts' | 'unfinished'>,
): Promise<readonly Interrupted[]> {
  const shares = await pages.unfinished.all();
  const read = shares.map(async (share) => {
    if (await isRunning(share.id)) return undefined;
    const held = await pages.parts.heldOf(share.id);
    return interrupted(share, held);
  });
  return (await Promise.all(read)).filter((share) => share !== undefined);
}

function interrupted(share: UnfinishedShare, held: readonly number[]): Interrupted {
  const { id, name, isSealed, files } = share;
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const lengths = held.map((index) => Math.min(PART_BYTES, total - index * PART_BYTES));
  const ready = lengths.reduce((sum, length) => sum + length, 0);
  return { id, name, isSealed, files, ready, total, isWhole: share.page !== undefined };
}

/** Says whether these are the files of that share, unchanged. */
export function isOf(files: readonly OfferedFile[], share: Interrupted): boolean {
  const prints = new Set(share.files.map((print) => JSON.stringify(print)));
  const isKnown = ({ path, file }: OfferedFile) =>
    prints.has(JSON.stringify({ path, bytes: file.size, modifiedAt: file.lastModified }));
  return files.length === share.files.length && files.every(isKnown);
}
