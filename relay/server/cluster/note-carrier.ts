import type { Millis, NoteRefusal } from '../../broker/effects.ts';
import { NOTES_CARRIED } from '../../protocol/limits.ts';
import type { OutgoingNote } from '../backplane.ts';
import type { Member } from './member.ts';
import { encodePayload, type Note, type Unheard } from './payloads.ts';
import { isNodeId, type NodeId, nodeSubject, wantSubject } from './subjects.ts';

/** A note that was passed on, for as long as a refusal may come. */
interface Carried extends OutgoingNote {
  /** The relays that it was said to, or that refused it. */
  readonly tried: Set<NodeId>;
  /** Any relay with holders was asked, not one by its name. */
  readonly isForAny: boolean;
  readonly until: Millis;
}

/** A refusal comes within this time, or is not awaited any more. [N27] */
const REFUSAL_MS = 1_000;
/** A note is said to at most so many relays by name, one after another. [N25] */
const RELAYS_TRIED = 8;

/**
 * Passes notes to other relays, and takes theirs. NATS answers at once where nobody listens. A relay that was picked because
 * it has holders, none of whom answers, says so; then its neighbours are asked one by one. A note that was delivered is
 * not confirmed. [N24, N25, N26]
 */
export class NoteCarrier {
  readonly #member: Member;
  readonly #neighbours: () => Iterable<NodeId>;
  /** By the name under which a refusal comes; the oldest first. */
  readonly #carried = new Map<string, Carried>();
  #lastName = 0;

  constructor(member: Member, neighbours: () => Iterable<NodeId>) {
    this.#member = member;
    this.#neighbours = neighbours;
  }

  get size(): number {
    return this.#carried.size;
  }

  /** When to forget notes that were not refused. */
  get nextAt(): Millis {
    for (const { until } of this.#carried.values()) return until;
    return Infinity;
  }

  carry(note: OutgoingNote): void {
    const until = this.#member.now() + REFUSAL_MS;
    const carried = {
      ...note,
      tried: new Set<NodeId>(),
      isForAny: note.relay === undefined,
      until,
    };
    if (!this.#member.bus.isUp) this.#giveBack(carried, 'nobody');
    else if (carried.isForAny) this.#say(carried, wantSubject(note.note.address));
    else if (isNodeId(note.relay)) this.#say(carried, nodeSubject(note.relay, 'note'));
  }

  /** Another relay passes a note on. It hears a refusal at `reply`. */
  receive({ node, note }: Note, reply: string): void {
    this.#member.home.carried({ note, relay: node, ticket: reply });
  }

  decline(ticket: string, code: NoteRefusal): void {
    const { bus, node } = this.#member;
    if (ticket !== '') bus.publish(ticket, encodePayload({ type: 'unheard', node, code }));
  }

  /** A relay refuses the note of this name; or nobody listened, where no relay says so. */
  hear(name: string, refusal?: Unheard): void {
    const carried = this.#carried.get(name);
    if (!carried) return;
    this.#carried.delete(name);
    const code = refusal?.code ?? 'nobody';
    if (refusal) carried.tried.add(refusal.node);
    // Where nobody listens for the page, nobody holds it.
    const isOver = carried.relay !== undefined || (carried.isForAny && !refusal);
    const next = isOver || code !== 'nobody' ? undefined : this.#untried(carried);
    if (next === undefined) return this.#giveBack(carried, code);
    carried.tried.add(next);
    this.#say({ ...carried, isForAny: false }, nodeSubject(next, 'note'));
  }

  tick(now: Millis): void {
    for (const [name, { until }] of this.#carried) {
      if (until > now) return;
      this.#carried.delete(name);
    }
  }

  #say(carried: Carried, subject: string): void {
    const { bus, node } = this.#member;
    const name = `n${(++this.#lastName).toString(36)}`;
    this.#carried.set(name, carried);
    for (const oldest of this.#carried.keys()) {
      if (this.#carried.size <= NOTES_CARRIED) break;
      this.#carried.delete(oldest);
    }
    const payload = encodePayload({ type: 'note', node, note: carried.note });
    bus.publish(subject, payload, { reply: nodeSubject(node, name) });
  }

  #untried({ tried }: Carried): NodeId | undefined {
    if (tried.size >= RELAYS_TRIED) return undefined;
    const left = [...this.#neighbours()].filter((node) => !tried.has(node));
    return left[Math.floor(this.#member.random() * left.length)];
  }

  #giveBack({ sender, note }: OutgoingNote, code: NoteRefusal): void {
    this.#member.home.carried({ sender, note, code });
  }
}
