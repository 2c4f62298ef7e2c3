/** The state of a reader as a tab shows it, with the page once its key is here. */
import type { Lock, OnceState as ReaderState } from '../../client/once/index.ts';
import { openSealed } from '../../client/seal.ts';
import type { OnceOpening, OpeningProblem } from '../../words/once-opening.ts';

/** The states of a link whose lock and page are here, and of one that does not come. */
export type Settled = Exclude<OnceOpening, { state: 'arriving' }>;

/** `page`: the sealed page. Undefined for a state that changes nothing on the screen. */
export async function settledBy(
  state: ReaderState,
  { page: address, mediaType, name }: Lock,
  page: Uint8Array<ArrayBuffer>,
): Promise<Settled | undefined> {
  switch (state.state) {
    case 'ready':
      return { state: 'ready', ...(name !== undefined && { name }) };
    case 'asking':
    case 'away':
      return state;
    case 'opened': {
      const bytes = await openSealed(page, state.contentKey);
      if (typeof bytes === 'string') return failed({ reason: 'unexpected', message: bytes });
      return {
        state: 'opened',
        page: { address, bytes, mediaType, ...(name !== undefined && { name }) },
      };
    }
    case 'received':
      return undefined;
    case 'spent':
      return { state: state.isHere ? 'left' : 'spent', at: state.at };
    case 'failed':
      return failed(problemIn(state.problem));
  }
}

function failed(problem: OpeningProblem): Settled {
  return { state: 'failed', problem };
}

function problemIn(problem: Extract<ReaderState, { state: 'failed' }>['problem']): OpeningProblem {
  switch (problem) {
    case 'not-a-lock':
      return { reason: problem };
    case 'no-notes':
      return { reason: 'old-relay' };
    case 'blocked':
      return { reason: 'refused' };
  }
}
