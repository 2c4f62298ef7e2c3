/** Adds a keeper by the code that the user pasted, and removes one. The background asks the keeper. */
import { signal } from '@preact/signals';
import { ask } from '../../browser/messaging.ts';
import type { KeeperTrial, RemovedKeeper } from '../../messages.ts';

/** The state of the last attempt to add a keeper. */
export type KeeperAttempt =
  { readonly state: 'none' | 'asking' | 'failed' } | ({ readonly state: 'over' } & KeeperTrial);

export class KeeperTrials {
  readonly state = signal<KeeperAttempt>({ state: 'none' });

  async add(code: string): Promise<void> {
    this.state.value = { state: 'asking' };
    try {
      this.state.value = { state: 'over', ...(await ask('addKeeper', code)) };
    } catch (error) {
      console.error(error);
      this.state.value = { state: 'failed' };
    }
  }

  async remove(removed: RemovedKeeper): Promise<void> {
    this.state.value = { state: 'none' };
    await ask('removeKeeper', removed);
  }
}
