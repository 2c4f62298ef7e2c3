import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ClientMessage,
  encodeMessage,
  NOTE_BYTES,
  parseClientMessage,
  parseRelayMessage,
  TEXT_BYTES_MIN,
} from '../../relay/protocol/index.ts';
import {
  aa,
  addressOf,
  anyClientMessage,
  anyRelayMessage,
  CLIENT_MESSAGES,
  NAME,
  RELAY_MESSAGES,
} from './samples.ts';

const titled = (values: readonly unknown[]) =>
  values.map((value) => [JSON.stringify(value).slice(0, 90), value] as const);

const titledByType = <T extends { type: string }>(messages: readonly T[]) =>
  messages.map((message) => [message.type, message] as const);

describe('a valid message', () => {
  test.each(titledByType(CLIENT_MESSAGES))(
    'of a client is read back as it was written: %s',
    (_, message) => {
      expect(parseClientMessage(encodeMessage(message))).toEqual(message);
    },
  );

  test.each(titledByType(RELAY_MESSAGES))(
    'of a relay is read back as it was written: %s',
    (_, message) => {
      expect(parseRelayMessage(encodeMessage(message))).toEqual(message);
    },
  );

  test('is JSON with its type first', () => {
    expect(encodeMessage({ type: 'ping' })).toBe('{"type":"ping"}');
    expect(encodeMessage({ type: 'want', address: aa, from: 7 })).toBe(
      `{"type":"want","address":"${'aa'.repeat(32)}","from":7}`,
    );
  });

  test('may carry members that this version does not know; they are left out', () => {
    expect(parseClientMessage('{"type":"ping","colour":"blue"}')).toEqual({ type: 'ping' });
    expect(parseRelayMessage(`{"type":"corrupt","address":"${aa}","why":"x"}`)).toEqual({
      type: 'corrupt',
      address: aa,
    });
  });

  test('may come with white space, in any order of members, with escapes', () => {
    const text = ` { "from" : 3.0e0 ,\n "address":"${aa}", "t\\u0079pe" : "want" } `;
    expect(parseClientMessage(text)).toEqual({ type: 'want', address: aa, from: 3 });
  });

  test('that has pages and does not answer for them says nothing of it', () => {
    const text = `{"type":"have","addresses":["${aa}"],"answers":false}`;
    expect(parseClientMessage(text)).toEqual({ type: 'have', addresses: [aa] });
  });

  test('that wants from nowhere wants from the first byte', () => {
    expect(parseClientMessage(`{"type":"want","address":"${aa}"}`)).toEqual({
      type: 'want',
      address: aa,
      from: 0,
    });
  });

  test.each<ClientMessage>([
    { type: 'unwatch', addresses: Array.from({ length: 1000 }, () => aa) },
    {
      type: 'resume',
      session: 'q3Dw1jVd0mZ8rYt5KcXbNg',
      wants: Array.from({ length: 1000 }, () => ({ address: aa, from: 2 ** 32 - 1 })),
    },
  ])('$type that names as many addresses as one message may fits in any relay', (message) => {
    const text = encodeMessage(message);
    expect(text.length).toBeLessThanOrEqual(TEXT_BYTES_MIN);
    expect(parseClientMessage(text)).toEqual(message);
  });

  test('of an error whose address is not one keeps its code and sentence', () => {
    expect(parseRelayMessage('{"type":"error","code":"c","message":"m","address":"?"}')).toEqual({
      type: 'error',
      code: 'c',
      message: 'm',
    });
  });
});

const NOT_RECORDS = ['', ' ', 'ping', '{', '{"type":"ping"', 'null', '1', '"ping"', '[]', '[{}]'];

describe('text that is no JSON object', () => {
  test.each(NOT_RECORDS)('is malformed in both directions: %j', (text) => {
    const malformed = { type: 'violation', code: 'malformed' };
    expect(parseClientMessage(text)).toMatchObject(malformed);
    expect(parseRelayMessage(text)).toMatchObject(malformed);
  });
});

const UNKNOWN_TYPES = [
  {},
  { type: null },
  { type: 7 },
  { type: '' },
  { type: 'Ping' },
  { type: 'ping ' },
  { type: ['ping'] },
  { type: 'constructor' },
  { type: '__proto__' },
  { type: 'x'.repeat(10_000) },
];

describe('an object whose type is not known', () => {
  test.each(titled(UNKNOWN_TYPES))(
    'is an unknown type, said in a short sentence: %s',
    (_, value) => {
      for (const parse of [parseClientMessage, parseRelayMessage]) {
        const result = parse(JSON.stringify(value));
        expect(result).toMatchObject({ type: 'violation', code: 'unknown-type' });
        expect('message' in result && result.message.length).toBeLessThan(80);
      }
    },
  );

  // Notes go in both directions.
  test.each(titledByType(RELAY_MESSAGES.filter(({ type }) => type !== 'note')))(
    'is what a message of a relay is to a relay: %s',
    (_, message) => {
      expect(parseClientMessage(encodeMessage(message))).toMatchObject({ code: 'unknown-type' });
    },
  );

  test.each(titledByType(CLIENT_MESSAGES.filter(({ type }) => type !== 'note')))(
    'is what a message of a client is to a client: %s',
    (_, message) => {
      expect(parseRelayMessage(encodeMessage(message))).toMatchObject({ code: 'unknown-type' });
    },
  );

  test('does not take its type from a prototype', () => {
    expect(parseClientMessage('{"__proto__":{"type":"ping"}}')).toMatchObject({
      code: 'unknown-type',
    });
  });
});

const BAD_ADDRESSES = [
  undefined,
  null,
  0,
  '',
  'a'.repeat(63),
  'a'.repeat(65),
  'A'.repeat(64),
  'g'.repeat(64),
  `${'a'.repeat(64)}\n`,
  ` ${'a'.repeat(63)}`,
  '４'.repeat(64),
  [aa],
  { toString: aa },
];

const BAD_LISTS = [
  undefined,
  null,
  aa,
  {},
  { 0: aa, length: 1 },
  [],
  [aa, null],
  [[aa]],
  [aa, 'A'.repeat(64)],
  Array.from({ length: 1001 }, () => aa),
];

const BAD_UINT32 = [null, '0', -1, 0.5, 2 ** 32, 1e300, true, [], [1], {}];

const BAD_BODIES = [
  undefined,
  null,
  7,
  [],
  '',
  'A', // no byte
  'AAAAA',
  'AB', // bits to spare
  'AAB',
  'AA==',
  'AA+/',
  'AA\n',
  'Ａ'.repeat(4),
  'A'.repeat(NOTE_BYTES + 4),
];

const BAD_NAMES = [null, 7, '', NAME.slice(1), `${NAME}A`, `${NAME.slice(1)}+`, [NAME]];

const BAD_CLIENT_MESSAGES = [
  ...[null, 0, 1, 'true', [], {}].map((answers) => ({ type: 'have', addresses: [aa], answers })),
  ...BAD_ADDRESSES.map((address) => ({ type: 'note', address, body: 'AAAA' })),
  ...BAD_BODIES.map((body) => ({ type: 'note', address: aa, body })),
  ...BAD_NAMES.map((to) => ({ type: 'note', address: aa, to, body: 'AAAA' })),
  ...BAD_ADDRESSES.flatMap((address) => [
    { type: 'want', address },
    { type: 'unwant', address },
  ]),
  ...BAD_LISTS.flatMap((addresses) =>
    ['have', 'drop', 'watch', 'unwatch'].map((type) => ({ type, addresses })),
  ),
  ...BAD_UINT32.map((from) => ({ type: 'want', address: aa, from })),
  { type: 'resume', session: 'secret' },
  { type: 'resume', wants: [] },
  { type: 'resume', session: 1, wants: [] },
  { type: 'resume', session: 'secret', wants: { length: 0 } },
  { type: 'resume', session: 'secret', wants: [{ address: aa }] },
  { type: 'resume', session: 'secret', wants: [{ address: 'A', from: 0 }] },
  ...BAD_UINT32.map((from) => ({ type: 'resume', session: 's', wants: [{ address: aa, from }] })),
];

const limits = { pageBytes: 1, frameBytes: 1, haves: 1, wants: 1, watches: 1 };

const BAD_RELAY_MESSAGES = [
  ...BAD_ADDRESSES.map((address) => ({ type: 'note', address, from: NAME, body: 'AAAA' })),
  ...BAD_BODIES.map((body) => ({ type: 'note', address: aa, from: NAME, body })),
  ...[undefined, ...BAD_NAMES].map((from) => ({ type: 'note', address: aa, from, body: 'AAAA' })),
  ...[null, 0, -1, 1.5, '1'].map((noteBytes) => ({
    type: 'welcome',
    limits: { ...limits, noteBytes },
    heartbeatSeconds: 20,
  })),
  { type: 'welcome' },
  { type: 'welcome', limits },
  { type: 'welcome', limits, heartbeatSeconds: 0 },
  { type: 'welcome', limits, heartbeatSeconds: '20' },
  { type: 'welcome', limits: [1, 1, 1, 1, 1], heartbeatSeconds: 20 },
  ...Object.keys(limits).flatMap((name) =>
    [undefined, null, 0, -1, 1.5, '1', 2 ** 53].map((value) => ({
      type: 'welcome',
      limits: { ...limits, [name]: value },
      heartbeatSeconds: 20,
    })),
  ),
  ...BAD_ADDRESSES.flatMap((address) => [
    { type: 'request', address, from: 0, length: 1 },
    { type: 'corrupt', address },
  ]),
  ...BAD_UINT32.flatMap((value) => [
    { type: 'request', address: aa, from: value, length: 1 },
    { type: 'request', address: aa, from: 0, length: value },
    { type: 'seeders', counts: { [aa]: value } },
    { type: 'bye', reason: '', retryAfterMs: value },
  ]),
  { type: 'request', address: aa, length: 1 },
  { type: 'request', address: aa, from: 0 },
  { type: 'request', address: aa, from: 0, length: 0 },
  { type: 'seeders' },
  { type: 'seeders', counts: [] },
  { type: 'seeders', counts: { [aa.slice(1)]: 1 } },
  { type: 'error' },
  { type: 'error', code: 1, message: '' },
  { type: 'error', code: '', message: null },
  { type: 'bye' },
  { type: 'bye', reason: 1, retryAfterMs: 1 },
];

describe('a message with a member that is wrong', () => {
  test.each(titled(BAD_CLIENT_MESSAGES))('is malformed from a client: %s', (_, value) => {
    expect(parseClientMessage(JSON.stringify(value))).toMatchObject({ code: 'malformed' });
  });

  test.each(titled(BAD_RELAY_MESSAGES))('is malformed from a relay: %s', (_, value) => {
    expect(parseRelayMessage(JSON.stringify(value))).toMatchObject({ code: 'malformed' });
  });

  test('is malformed where the counts name __proto__', () => {
    expect(parseRelayMessage('{"type":"seeders","counts":{"__proto__":1}}')).toMatchObject({
      code: 'malformed',
    });
  });
});

/** Values that a hostile peer may send in the place of a member. */
const anyMember = fc.oneof(
  fc.jsonValue(),
  fc.constant(addressOf('cc')),
  fc.array(fc.constant(addressOf('cc')), { maxLength: 3 }),
);

const anyTyped = fc
  .tuple(
    fc.constantFrom(...[...CLIENT_MESSAGES, ...RELAY_MESSAGES].map(({ type }) => type)),
    fc.dictionary(
      fc.constantFrom('address', 'addresses', 'from', 'length', 'limits', 'counts', 'code', 'body'),
      anyMember,
    ),
  )
  .map(([type, members]) => JSON.stringify({ ...members, type }));

/** A valid message with one piece of its text replaced. */
const anyMutated = fc
  .tuple(
    fc.oneof(anyClientMessage, anyRelayMessage).map(encodeMessage),
    fc.nat(),
    fc.nat({ max: 8 }),
    fc.string({ unit: 'binary', maxLength: 8 }),
  )
  .map(([text, at, length, piece]) => {
    const start = at % (text.length + 1);
    return text.slice(0, start) + piece + text.slice(start + length);
  });

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.json(),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => new TextDecoder().decode(bytes)),
  anyTyped,
  anyMutated,
);

describe('for any input', () => {
  test('a message is typed or a violation; nothing throws', () => {
    const clientTypes = new Set(CLIENT_MESSAGES.map(({ type }) => type));
    const relayTypes = new Set(RELAY_MESSAGES.map(({ type }) => type));
    fc.assert(
      fc.property(anyText, (text) => {
        const fromClient = parseClientMessage(text);
        const fromRelay = parseRelayMessage(text);
        expect(fromClient.type === 'violation' || clientTypes.has(fromClient.type)).toBe(true);
        expect(fromRelay.type === 'violation' || relayTypes.has(fromRelay.type)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test('what was accepted is accepted again, unchanged', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const fromClient = parseClientMessage(text);
        const fromRelay = parseRelayMessage(text);
        if (fromClient.type !== 'violation') {
          expect(parseClientMessage(encodeMessage(fromClient))).toEqual(fromClient);
        }
        if (fromRelay.type !== 'violation') {
          expect(parseRelayMessage(encodeMessage(fromRelay))).toEqual(fromRelay);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('a message that was encoded is decoded as it was', () => {
    fc.assert(
      fc.property(anyClientMessage, (message) => {
        expect(parseClientMessage(encodeMessage(message))).toEqual(message);
      }),
    );
    fc.assert(
      fc.property(anyRelayMessage, (message) => {
        expect(parseRelayMessage(encodeMessage(message))).toEqual(message);
      }),
    );
  });
});
