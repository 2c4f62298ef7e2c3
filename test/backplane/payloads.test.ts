import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Address, parseFrame } from '@mayfly/relay/protocol';
import { encodePayload, EXCEPT_LIMIT, parsePayload } from '../../relay/server/cluster/payloads.ts';
import { giverOf } from '../../relay/server/cluster/subjects.ts';

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
    ];
    expect(types).toEqual(all);
  });

  test('has an example of content', () => {
    const [, hex = ''] = /```\n(01\n[0-9a-f\n]*)```/.exec(TEXT) ?? [];
    const frame = Buffer.from(hex.replaceAll('\n', ''), 'hex');
    expect(parseFrame(frame, 65_536)).toMatchObject({ offset: 0, total: 6, length: 6 });
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
