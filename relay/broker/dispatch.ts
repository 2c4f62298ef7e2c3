import type { ClientMessage } from '../protocol/messages.ts';
import type { Millis, Outbox } from './effects.ts';
import type { Intake } from './intake.ts';
import type { Peer } from './peer.ts';
import type { Resumption } from './resumption.ts';

/** The parts that messages of peers go to. */
export interface Receivers {
  readonly intake: Intake;
  readonly resumption: Resumption;
  readonly outbox: Outbox;
}

/** Gives a peer's message to the part that it is for. */
export function dispatch(to: Receivers, peer: Peer, message: ClientMessage, now: Millis): void {
  const { intake, resumption, outbox } = to;
  switch (message.type) {
    case 'have':
      return intake.have(peer, message, now);
    case 'drop':
      return intake.drop(peer, message.addresses, now);
    case 'want':
      return intake.want(peer, message.address, message.from);
    case 'unwant':
      return intake.unwant(peer, message.address);
    case 'watch':
      return intake.watch(peer, message.addresses, now);
    case 'unwatch':
      return intake.unwatch(peer, message.addresses);
    case 'resume':
      return resumption.resume(peer, message, now);
    case 'ping':
      return outbox.send(peer.id, { type: 'pong' });
    case 'cancelled':
      return peer.debts.cancelled(message);
    case 'note':
      return intake.note(peer, message, now);
  }
}
