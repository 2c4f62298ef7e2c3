/** The shares of the compose tab that the end of a tab or of the browser has interrupted. */
import { type InterruptedShare, interruptedShare } from '@mayfly/relay/view';
import type { Pages } from '../../store/pages.ts';
import { isRunning } from './share-lock.ts';

export { isOf } from '@mayfly/relay/view';

/** The unfinished shares that no tab works at now; the last one comes first. */
export async function interruptedShares(
  pages: Pick<Pages, 'parts' | 'unfinished'>,
): Promise<readonly InterruptedShare[]> {
  const shares = await pages.unfinished.all();
  const read = shares.map(async (share) => {
    if (await isRunning(share.id)) return undefined;
    const held = await pages.parts.heldOf(share.id);
    return interruptedShare(share, { held, isWhole: share.page !== undefined });
  });
  return (await Promise.all(read)).filter((share) => share !== undefined);
}
