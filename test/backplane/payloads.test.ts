import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Address, encodeBase64url, parseFrame } from '@mayfly/relay/protocol';
import type { CarriedNote } from '../../relay/broker/effects.ts';
import {
  encodePayload,
  EXCEPT_LIMIT,
  parsePayload,
  type Payload,
  PIECE_BYTES,
} from '../../relay/server/cluster/payloads.ts';
import { giverOf, type NodeId } from '../../relay/server/cluster/subjects.ts';

const TEXT = readFileSync(new URL('../../relay/BACKPLANE.md', import.meta.url), 'utf8');
const ADDRESS = 'a'.repeat(64) as Address;
const NODE = '00000000000000aa';
const WANT = {
  type: 'want',
  node: NODE,
  pass: 't1',
  address: ADDRESS,
  from: 0,
  to: 1,
  frameBytes: 1,
  except: [],
};

function parse(payload: unknown) {
  return parsePayload(Buffer.from(JSON.stringify(payload)));
}

describe('BACKPLANE.md', () => {
  const examples = [...TEXT.matchAll(/```json\n(.*)\n```/g)].map(([, line = '']) => line);

  test.each(examples)('has an example that a relay may say: %s', (example) => {
    const payload = parsePayload(Buffer.from(example));
    expect(payload && encodePayload(payload)).toBe(example);
  });

  test('has an example of every message', () => {
    const types = examples.map((example) => parsePayload(Buffer.from(example))?.type);
    const all = [
      'want',
      'more',
      'close',
      'coming',
      'gone',
      'corrupt',
      'have',
      'ask',
      'counts',
      'beat',
      'moved',
      'note',
      'unheard',
    ];
    expect(types).toEqual(all);
  });

  test('has an example of content', () => {
    const [, hex = ''] = /```\n(01\n[0-9a-f\n]*)```/.exec(TEXT) ?? [];
    const frame = Buffer.from(hex.replaceAll('\n', ''), 'hex');
    expect(parseFrame(frame, 65_536)).toMatchObject({ offset: 0, total: 6, length: 6 });
  });
});

const NAME = 'q3Dw1jVd0mZ8rYt5KcXbNg';
const NOTE = { address: ADDRESS, from: NAME, body: 'aGVsbG8', isAnswer: false };
const anyCarriedNote: fc.Arbitrary<CarriedNote> = fc.record(
  {
    address: fc.constant(ADDRESS),
    to: fc.constant(NAME),
    from: fc.constant(NAME),
    body: fc.uint8Array({ minLength: 1, maxLength: 3_072 }).map(encodeBase64url),
    isAnswer: fc.boolean(),
  },
  { requiredKeys: ['address', 'from', 'body', 'isAnswer'] },
);

describe('what is said on the bus', () => {
  const whole = fc.nat({ max: Number.MAX_SAFE_INTEGER });
  const node = fc.constant(NODE as NodeId);
  const address = fc.constant(ADDRESS);
  const except = fc.array(node, { maxLength: 2 * EXCEPT_LIMIT });
  const said: fc.Arbitrary<Payload> = fc.oneof(
    fc.record({
      type: fc.constant('want' as const),
      node,
      pass: fc.integer({ min: 1 }).map((n) => `t${n.toString(36)}`),
      address,
      from: whole,
      to: whole,
      frameBytes: fc.integer({ min: 1, max: PIECE_BYTES }),
      except,
    }),
    fc.record({ type: fc.constant('more' as const), to: whole }),
    fc.record({ type: fc.constantFrom('close' as const, 'coming' as const) }),
    fc.record({ type: fc.constantFrom('gone' as const, 'corrupt' as const), node }),
    fc.record({ type: fc.constant('have' as const), node, count: whole }),
    fc.record({ type: fc.constant('beat' as const), node, epoch: whole, isLeaving: fc.boolean() }),
    fc.record({ type: fc.constant('ask' as const), node, addresses: fc.array(address) }),
    fc.record({
      type: fc.constant('counts' as const),
      node,
      counts: fc.nat().map((count) => ({ [ADDRESS]: count })),
    }),
    fc.record({
      type: fc.constant('moved' as const),
      sessions: fc.array(fc.constant('q3Dw1jVd0mZ8rYt5KcXbNg')),
    }),
    fc.record({ type: fc.constant('note' as const), node, note: anyCarriedNote }),
    fc.record({
      type: fc.constant('unheard' as const),
      node,
      code: fc.constantFrom('nobody' as const, 'too-many-notes' as const),
    }),
  );

  test('is always read by its receiver', () => {
    fc.assert(
      fc.property(said, (payload) => {
        const read = parsePayload(Buffer.from(encodePayload(payload)));
        expect(read).toMatchObject({ type: payload.type });
        expect(read && encodePayload(read)).toBe(encodePayload(payload));
      }),
    );
  });
});

describe('what is heard on the bus', () => {
  test.each([
    [{ ...WANT, node: 'me' }],
    [{ ...WANT, node: NODE.toUpperCase() }],
    [{ ...WANT, pass: 'g1' }],
    [{ ...WANT, pass: 't1.>' }],
    [{ ...WANT, address: 'x' }],
    [{ ...WANT, from: -1 }],
    [{ ...WANT, to: 2 ** 32 }],
    [{ ...WANT, frameBytes: 0 }],
    [{ ...WANT, except: 'nobody' }],
    [{ ...WANT, except: Array.from({ length: EXCEPT_LIMIT + 1 }, () => NODE) }],
    [{ type: 'more', to: 1.5 }],
    [{ type: 'gone' }],
    [{ type: 'have', node: NODE, count: '3' }],
    [{ type: 'beat', node: NODE }],
    [{ type: 'ask', node: NODE, addresses: Array.from({ length: 1_001 }, () => ADDRESS) }],
    [{ type: 'counts', node: NODE, counts: [] }],
    [{ type: 'note', node: NODE }],
    [{ type: 'note', node: 'me', note: NOTE }],
    [{ type: 'note', node: NODE, note: { ...NOTE, address: 'x' } }],
    [{ type: 'note', node: NODE, note: { ...NOTE, to: 'x' } }],
    [{ type: 'note', node: NODE, note: { ...NOTE, from: undefined } }],
    [{ type: 'note', node: NODE, note: { ...NOTE, body: 'A'.repeat(4_100) } }],
    [{ type: 'unheard' }],
    [{ type: 'new' }],
    [null],
    [[WANT]],
    ['want'],
  ])('is nothing where it is %j', (payload) => {
    expect(parse(payload)).toBeUndefined();
  });

  test('is taken without the fields, addresses and counts that are not known', () => {
    expect(parse({ ...WANT, except: [NODE, 7], later: true })).toEqual({ ...WANT, except: [NODE] });
    expect(parse({ type: 'ask', node: NODE, addresses: [ADDRESS, 'x'] })).toEqual({
      type: 'ask',
      node: NODE,
      addresses: [ADDRESS],
    });
    expect(parse({ type: 'counts', node: NODE, counts: { [ADDRESS]: 1, x: 2 } })).toEqual({
      type: 'counts',
      node: NODE,
      counts: { [ADDRESS]: 1 },
    });
  });

  test('makes nothing throw, whatever it is', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => void parsePayload(bytes)));
    fc.assert(fc.property(fc.json(), (text) => void parsePayload(Buffer.from(text))));
    fc.assert(fc.property(fc.string(), (subject) => void giverOf(subject)));
  });
});
