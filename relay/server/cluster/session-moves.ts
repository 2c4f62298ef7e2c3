import { ADDRESSES_PER_MESSAGE } from '../../protocol/limits.ts';
import type { Member } from './member.ts';
import { encodePayload, isSession, type Moved } from './payloads.ts';
import { MOVED } from './subjects.ts';

/**
 * Tells the others that a client came here with a session of another relay, which then stops counting it. Many clients
 * come at once when a relay is lost, so one message names many sessions.
 */
export class SessionMoves {
  readonly #member: Member;
  #sessions: string[] = [];

  constructor(member: Member) {
    this.#member = member;
  }

  moved(session: string): void {
    if (isSession(session) && this.#member.bus.isUp) this.#sessions.push(session);
  }

  hear({ sessions }: Moved): void {
    for (const session of sessions) this.#member.home.moved(session);
  }

  /** Says whether there are sessions to tell. */
  get isWaiting(): boolean {
    return this.#sessions.length > 0;
  }

  tick(): void {
    while (this.#sessions.length > 0) {
      const sessions = this.#sessions.splice(0, ADDRESSES_PER_MESSAGE);
      this.#member.bus.publish(MOVED, encodePayload({ type: 'moved', sessions }));
    }
  }
}
