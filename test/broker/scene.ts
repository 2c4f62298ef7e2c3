import type { Broker } from '../../relay/broker/broker.ts';
import { newBroker } from './new-broker.ts';
import type { Effect, PeerId } from '../../relay/broker/effects.ts';
import type {
  Address,
  FrameHeader,
  RelayLimits,
  RelayMessage,
} from '../../relay/protocol/index.ts';
import { DEFAULT_LIMITS } from '../../relay/protocol/index.ts';

export const alice: PeerId = 1;
export const bob: PeerId = 2;
export const carol: PeerId = 3;
export const dave: PeerId = 4;

export const hello = 'a'.repeat(64) as Address;
export const world = 'b'.repeat(64) as Address;

export const KIB = 1024;
export const MIB = 1024 * KIB;
export const FRAME = 64 * KIB;

/** A broker that these peers are connected to. Its random source always picks the first. */
export function brokerWith(...peers: PeerId[]): Broker {
  return brokerWithin({}, ...peers);
}

export function brokerWithin(limits: Partial<RelayLimits>, ...peers: PeerId[]): Broker {
  const broker = newBroker({ limits: { ...DEFAULT_LIMITS, ...limits } });
  for (const peer of peers) broker.connect(peer, `session of ${peer}`);
  return broker;
}

export function frame(
  address: Address,
  offset: number,
  total: number,
  length?: number,
): FrameHeader {
  return { address, offset, total, length: length ?? Math.min(FRAME, total - offset) };
}

/** Sends all frames in `[from, to)` and the readers' answers to them, as a seeder and fast readers would. */
export function stream(
  broker: Broker,
  seeder: PeerId,
  page: { address: Address; total: number; from?: number; to?: number; now?: number },
): Effect[] {
  const { address, total, from = 0, to = total, now = 0 } = page;
  const effects: Effect[] = [];
  for (let offset = from; offset < to; offset += FRAME) {
    const step = broker.content(seeder, frame(address, offset, total), now);
    effects.push(...step);
    for (const reader of forwardedTo(step)) effects.push(...taken(broker, reader, now));
  }
  return effects;
}

/** A reader takes all bytes sent to it, and answers the probe behind them. */
function taken(broker: Broker, reader: PeerId, now: number): Effect[] {
  return [...broker.drained(reader, 0, now), ...broker.answered(reader, now)];
}

export function sent(to: PeerId, message: RelayMessage): Effect {
  return { type: 'send', to, message };
}

/** The messages to a peer, in order. */
export function messagesTo(peer: PeerId, effects: readonly Effect[]): RelayMessage[] {
  return effects.flatMap((effect) =>
    effect.type === 'send' && effect.to === peer ? [effect.message] : [],
  );
}

/** The ranges a peer was asked for, as [from, length]. */
export function asked(peer: PeerId, effects: readonly Effect[]): [number, number][] {
  return messagesTo(peer, effects).flatMap((message): [number, number][] =>
    message.type === 'request' ? [[message.from, message.length]] : [],
  );
}

export function forwardedTo(effects: readonly Effect[]): PeerId[] {
  return effects.flatMap((effect) => (effect.type === 'forward' ? effect.to : []));
}

/** The transfer that a `verify` effect names. */
export function toVerify(effects: readonly Effect[]): number {
  const verify = effects.find((effect) => effect.type === 'verify');
  if (!verify) throw new Error('expected a verify effect');
  return verify.transfer;
}
