import { follow } from '../browser/background-port.ts';
import { STORE_PORT, type StoreView } from '../messages.ts';
import type { StoreCondition } from '../store/database-connection.ts';
import { storeSentence } from '../sentences.ts';

/** Calls `onCondition` with what the background says of the store from now on; undefined while all is well. */
export function followStore(
  onCondition: (condition: StoreCondition | undefined) => void,
): () => void {
  return follow<StoreView>(
    () => STORE_PORT,
    ({ condition }) => onCondition(condition),
  );
}

export interface StoreNoticeProps {
  readonly condition: StoreCondition | undefined;
}

/** Says why nothing can be read or kept, that nothing was deleted, and what to do. */
export function StoreNotice({ condition }: StoreNoticeProps) {
  if (condition === undefined) return null;
  return (
    <p class="notice store-notice" data-kind="problem" role="alert">
      {storeSentence(condition)}
    </p>
  );
}
