import fc from 'fast-check';
import {
  type Address,
  addressFromBytes,
  type ClientMessage,
  encodeBase64url,
  NOTE_BYTES,
  type RelayMessage,
} from '../../relay/protocol/index.ts';

/** The address that repeats one pair of hex digits: easy to tell apart when a test fails. */
export function addressOf(pair: string): Address {
  return addressFromBytes(new Uint8Array(32).fill(Number.parseInt(pair, 16)));
}

export const aa = addressOf('aa');
const bb = addressOf('bb');

const LIMITS = { pageBytes: 1000, frameBytes: 100, haves: 10, wants: 5, watches: 7 };

/** The name of a note's sender. */
export const NAME = 'Xv0mZ8rYt5KcXbNgq3Dw1j';

export const CLIENT_MESSAGES: readonly ClientMessage[] = [
  { type: 'have', addresses: [aa] },
  { type: 'have', addresses: [aa, bb] },
  { type: 'drop', addresses: [aa] },
  { type: 'want', address: aa, from: 0 },
  { type: 'want', address: aa, from: 0xffff_ffff },
  { type: 'unwant', address: aa },
  { type: 'watch', addresses: [aa, bb] },
  { type: 'unwatch', addresses: [bb] },
  { type: 'resume', session: 'secret', wants: [] },
  { type: 'resume', session: 'secret', wants: [{ address: aa, from: 65_536 }] },
  { type: 'ping' },
  { type: 'cancelled', address: aa, from: 65_536, length: 262_144 },
  { type: 'have', addresses: [aa, bb], answers: true },
  { type: 'note', address: aa, body: 'aGVsbG8' },
  { type: 'note', address: aa, to: NAME, body: 'A'.repeat(NOTE_BYTES) },
];

export const RELAY_MESSAGES: readonly RelayMessage[] = [
  { type: 'welcome', limits: LIMITS, heartbeatSeconds: 20 },
  { type: 'welcome', limits: LIMITS, heartbeatSeconds: 20, session: 'secret' },
  { type: 'welcome', limits: LIMITS, heartbeatSeconds: 20, can: [], session: 'secret' },
  { type: 'welcome', limits: LIMITS, heartbeatSeconds: 20, can: ['cancelled', 'of tomorrow'] },
  { type: 'welcome', limits: { ...LIMITS, noteBytes: NOTE_BYTES }, heartbeatSeconds: 20 },
  { type: 'note', address: aa, from: NAME, body: 'aGVsbG8' },
  { type: 'resumed', received: 0 },
  { type: 'request', address: aa, from: 0, length: 1 },
  { type: 'request', address: aa, from: 65_536, length: 262_144 },
  { type: 'cancel', address: aa, from: 65_536, length: 262_144 },
  { type: 'seeders', counts: {} },
  { type: 'seeders', counts: { [aa]: 0, [bb]: 12 } },
  { type: 'corrupt', address: aa },
  { type: 'error', code: 'too-many-wants', message: 'at most 5', address: aa },
  { type: 'error', code: 'a-code-of-tomorrow', message: '' },
  { type: 'pong' },
  { type: 'bye', reason: 'restart', retryAfterMs: 0 },
  { type: 'bye', reason: 'restart', retryAfterMs: 2500 },
];

export const anyBytes = (size: number) => fc.uint8Array({ minLength: size, maxLength: size });

export const anyAddress: fc.Arbitrary<Address> = anyBytes(32).map((bytes) =>
  addressFromBytes(bytes),
);

const addresses = fc.array(anyAddress, { minLength: 1, maxLength: 20 });
const uint32 = fc.nat({ max: 0xffff_ffff });
const positive = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
const range = {
  address: anyAddress,
  from: uint32,
  length: fc.integer({ min: 1, max: 0xffff_ffff }),
};
const name = anyBytes(16).map(encodeBase64url);
const body = fc.uint8Array({ minLength: 1, maxLength: (NOTE_BYTES / 4) * 3 }).map(encodeBase64url);
const constant = <T extends string>(text: T): fc.Arbitrary<T> => fc.constant(text);

export const anyClientMessage: fc.Arbitrary<ClientMessage> = fc.oneof(
  fc.record({ type: fc.constantFrom('have', 'drop', 'watch', 'unwatch'), addresses }),
  fc.record({ type: constant('want'), address: anyAddress, from: uint32 }),
  fc.record({ type: constant('unwant'), address: anyAddress }),
  fc.record({
    type: constant('resume'),
    session: fc.string({ unit: 'binary' }),
    wants: fc.array(fc.record({ address: anyAddress, from: uint32 }), { maxLength: 20 }),
  }),
  fc.record({ type: constant('ping') }),
  fc.record({ type: constant('cancelled'), ...range }),
  fc.record({ type: constant('have'), addresses, answers: fc.constant(true as const) }),
  fc.record(
    { type: constant('note'), address: anyAddress, to: name, body },
    { requiredKeys: ['type', 'address', 'body'] },
  ),
);

export const anyRelayMessage: fc.Arbitrary<RelayMessage> = fc.oneof(
  fc.record({
    type: constant('welcome'),
    limits: fc.record({
      pageBytes: positive,
      frameBytes: positive,
      haves: positive,
      wants: positive,
      watches: positive,
    }),
    heartbeatSeconds: positive,
  }),
  fc.record({ type: fc.constantFrom('request', 'cancel'), ...range }),
  fc.record({
    type: constant('seeders'),
    counts: fc
      .array(fc.tuple(anyAddress, uint32), { maxLength: 20 })
      .map((counts) => Object.fromEntries(counts)),
  }),
  fc.record({ type: constant('corrupt'), address: anyAddress }),
  fc.record(
    {
      type: constant('error'),
      code: fc.string({ unit: 'binary' }),
      message: fc.string({ unit: 'binary' }),
      address: anyAddress,
    },
    { requiredKeys: ['type', 'code', 'message'] },
  ),
  fc.record({ type: constant('note'), address: anyAddress, from: name, body }),
  fc.record({ type: constant('resumed'), received: uint32 }),
  fc.record({ type: constant('pong') }),
  fc.record({
    type: constant('bye'),
    reason: fc.string({ unit: 'binary' }),
    retryAfterMs: uint32,
  }),
);
