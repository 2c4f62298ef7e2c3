import type { Millis } from '../../broker/effects.ts';
import type { Member } from './member.ts';
import { type Beat, encodePayload } from './payloads.ts';
import { BEAT, type NodeId } from './subjects.ts';

const BEAT_MS = 1_000;
/** A relay that was not heard of for so long is gone. */
const GONE_MS = 3_500;

export interface BeatsDeps {
  readonly member: Member;
  /** A relay is new, or some messages between it and this one may have been lost. */
  readonly onNews: () => void;
  readonly onGone: (node: NodeId) => void;
}

/** Says once a second that this relay is there, and knows which others are. */
export class Beats {
  readonly #deps: BeatsDeps;
  readonly #heard = new Map<NodeId, { epoch: number; at: Millis }>();
  #epoch = 0;
  #beatAt: Millis = 0;

  constructor(deps: BeatsDeps) {
    this.#deps = deps;
  }

  /** The number of other relays that are there. */
  get size(): number {
    return this.#heard.size;
  }

  /** The other relays that are there. */
  get nodes(): Iterable<NodeId> {
    return this.#heard.keys();
  }

  /** When to beat. */
  get nextAt(): Millis {
    return this.#beatAt;
  }

  /** The bus was down, so others may have missed something. */
  renew(): void {
    this.#epoch += 1;
    this.#beatAt = 0;
  }

  hear({ node, epoch, isLeaving }: Beat): void {
    if (node === this.#deps.member.node) return;
    if (isLeaving) return this.#lose(node);
    const known = this.#heard.get(node);
    this.#heard.set(node, { epoch, at: this.#deps.member.now() });
    if (known?.epoch !== epoch) this.#deps.onNews();
  }

  tick(now: Millis): void {
    for (const [node, { at }] of this.#heard) if (now - at > GONE_MS) this.#lose(node);
    if (now < this.#beatAt) return;
    this.#beatAt = now + BEAT_MS;
    if (this.#deps.member.bus.isUp) this.#say(false);
  }

  leave(): void {
    this.#say(true);
  }

  #say(isLeaving: boolean): void {
    const { bus, node } = this.#deps.member;
    bus.publish(BEAT, encodePayload({ type: 'beat', node, epoch: this.#epoch, isLeaving }));
  }

  #lose(node: NodeId): void {
    if (this.#heard.delete(node)) this.#deps.onGone(node);
  }
}
