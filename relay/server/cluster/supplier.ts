import type { Millis, PeerId } from '../../broker/effects.ts';
import type { Address } from '../../protocol/address.ts';
import type { Asked } from './pass-requests.ts';
import type { NodeId } from './subjects.ts';

/** Another relay as a seeder of one address. */
export interface Supplier {
  readonly peer: PeerId;
  readonly node: NodeId;
  readonly address: Address;
  readonly passes: Set<Pass>;
  /** It took back what it served, so it did not lie. */
  hasDisowned: boolean;
}

export interface Pass extends Asked {
  /** Its first byte. */
  readonly from: number;
  /** Unknown until its first frame says who gives it. */
  supplier: Supplier | undefined;
  /** Its bytes were asked for before, in a pass that was lost. */
  readonly isRetry: boolean;
  /** By when the first frame must come. */
  readonly answerBy: Millis;
  /** Called once it is known whether somebody gives it. */
  onSettled: ((isFound: boolean) => void) | undefined;
}

/** Says, once, whether somebody gives this pass. */
export function settle(pass: Pass, isFound: boolean): void {
  const { onSettled } = pass;
  pass.onSettled = undefined;
  onSettled?.(isFound);
}
