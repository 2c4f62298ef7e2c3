/** Tries a relay that the user entered: asks for access to its host, lets the background connect, and adds it. */
import type { Limits } from '@mayfly/relay/protocol';
import { signal } from '@preact/signals';
import { ask } from '../../browser/messaging.ts';
import { askForHost, giveHostBack } from '../../browser/relay-permission.ts';
import type { RelayProblem } from '../../messages.ts';
import { addRelay, removeRelay } from '../../store/settings.ts';
import { enteredRelay } from './entered-relay.ts';

/** The state of the trial of a relay that somebody wants to add. */
export type Trial =
  | { readonly state: 'none' }
  /** The entered text is not an origin. */
  | { readonly state: 'invalid' }
  /** The user has this relay already. */
  | { readonly state: 'present'; readonly relay: string }
  | { readonly state: 'asking'; readonly relay: string }
  | {
      readonly state: 'answered';
      readonly relay: string;
      readonly limits: Limits;
      /** The browser lets its links open in the viewer. */
      readonly isPermitted: boolean;
    }
  | { readonly state: 'failed'; readonly relay: string; readonly problem: RelayProblem }
  /** It did not answer, and was added all the same. */
  | { readonly state: 'unanswered'; readonly relay: string };

export class RelayTrial {
  readonly state = signal<Trial>({ state: 'none' });

  /** `present`: the user's own relays. To be called on a click: only then may a browser ask for access. */
  async try(text: string, present: readonly string[]): Promise<void> {
    const relay = enteredRelay(text);
    if (relay === undefined) this.state.value = { state: 'invalid' };
    else if (present.includes(relay)) this.state.value = { state: 'present', relay };
    else await this.#test(relay);
  }

  async addAnyway(relay: string): Promise<void> {
    await askForHost(relay); // once more: access was given back when nothing answered
    await addRelay(relay);
    this.state.value = { state: 'unanswered', relay };
  }

  async remove(relay: string): Promise<void> {
    await removeRelay(relay);
    this.state.value = { state: 'none' };
    await giveHostBack(relay);
  }

  async #test(relay: string): Promise<void> {
    this.state.value = { state: 'asking', relay };
    const isPermitted = await askForHost(relay);
    const test = await ask('testRelay', relay);
    if (test.outcome === 'failed') {
      this.state.value = { state: 'failed', relay, problem: test.problem };
      await giveHostBack(relay);
      return;
    }
    await addRelay(relay);
    this.state.value = { state: 'answered', relay, limits: test.limits, isPermitted };
  }
}
