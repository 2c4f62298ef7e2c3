import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  encodeFrame,
  FRAME_HEADER_BYTES,
  isAddress,
  parseFrame,
  payloadOf,
} from '../../relay/protocol/index.ts';
import { aa, anyAddress } from './samples.ts';

const FRAME_BYTES = 64 * 1024;
const fromHex = (hex: string) => new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const toHex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('a content frame', () => {
  const hello = createHash('sha256').update('hello').digest('hex');

  test('carries `llo`, the end of the page `hello`, in exactly these bytes', () => {
    if (!isAddress(hello)) throw new Error(`expected an address, got ${hello}`);
    const frame = encodeFrame(hello, 2, 5, new TextEncoder().encode('llo'));
    expect(toHex(frame)).toBe(
      '01' +
        '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824' +
        '00000002' +
        '00000005' +
        '6c6c6f',
    );
    expect(parseFrame(frame, FRAME_BYTES)).toEqual({
      address: hello,
      offset: 2,
      total: 5,
      length: 3,
    });
    expect(new TextDecoder().decode(payloadOf(frame))).toBe('llo');
  });

  test('has a header of 41 bytes', () => {
    expect(FRAME_HEADER_BYTES).toBe(41);
  });

  test('takes offset and total up to 2^32 - 1, highest byte first', () => {
    const frame = encodeFrame(aa, 0xffff_fffe, 0xffff_ffff, new Uint8Array([7]));
    expect(toHex(frame.subarray(33, 41))).toBe('fffffffeffffffff');
    expect(parseFrame(frame, FRAME_BYTES)).toEqual({
      address: aa,
      offset: 0xffff_fffe,
      total: 0xffff_ffff,
      length: 1,
    });
  });

  test('may carry exactly as much as the relay allows', () => {
    const frame = encodeFrame(aa, 0, FRAME_BYTES, new Uint8Array(FRAME_BYTES));
    expect(parseFrame(frame, FRAME_BYTES)).toMatchObject({ length: FRAME_BYTES });
  });

  test('is read where it stands in a larger buffer, and its payload is not copied', () => {
    const frame = encodeFrame(aa, 1, 4, new Uint8Array([1, 2, 3]));
    const inside = new Uint8Array(frame.length + 20).fill(0xee);
    inside.set(frame, 9);
    const view = inside.subarray(9, 9 + frame.length);
    expect(parseFrame(view, FRAME_BYTES)).toMatchObject({ address: aa, offset: 1, total: 4 });
    expect([...payloadOf(view)]).toEqual([1, 2, 3]);
    expect(payloadOf(view).buffer).toBe(inside.buffer);
  });
});

const HEADER = `01 ${'aa'.repeat(32)}`;

describe('bytes that are no content frame', () => {
  test.each([
    ['nothing at all', ''],
    ['a kind alone', '01'],
    ['a header without payload', `${HEADER} 00000000 00000001`],
    ['a header cut short', `${HEADER} 00000000 000000`],
    ['another kind', `02 ${'aa'.repeat(32)} 00000000 00000001 ff`],
    ['kind 0', `00 ${'aa'.repeat(32)} 00000000 00000001 ff`],
    ['a payload of an empty page', `${HEADER} 00000000 00000000 ff`],
    ['a payload that passes the total', `${HEADER} 00000000 00000001 ffff`],
    ['an offset at the total', `${HEADER} 00000005 00000005 ff`],
    ['an end that wraps past 2^32', `${HEADER} ffffffff 00000001 ffff`],
    ['an end one past 2^32 - 1', `${HEADER} ffffffff ffffffff ff`],
  ])('are malformed: %s', (_, hex) => {
    expect(parseFrame(fromHex(hex), FRAME_BYTES)).toMatchObject({
      type: 'violation',
      code: 'malformed',
    });
  });

  test('are malformed when the payload is one byte more than the relay allows', () => {
    const frame = encodeFrame(aa, 0, 1000, new Uint8Array(101));
    expect(parseFrame(frame, 100)).toMatchObject({ code: 'malformed' });
  });
});

describe('for any frame', () => {
  const anyFrame = fc
    .tuple(
      anyAddress,
      fc.nat({ max: 0xffff_0000 }),
      fc.nat({ max: 1000 }),
      fc.uint8Array({ minLength: 1, maxLength: 300 }),
    )
    .map(([address, offset, rest, payload]) => ({
      address,
      offset,
      total: offset + payload.length + rest,
      payload,
    }));

  test('what was encoded is decoded as it was', () => {
    fc.assert(
      fc.property(anyFrame, ({ address, offset, total, payload }) => {
        const frame = encodeFrame(address, offset, total, payload);
        expect(parseFrame(frame, 300)).toEqual({ address, offset, total, length: payload.length });
        expect(payloadOf(frame)).toEqual(payload);
      }),
    );
  });

  test('random and mutated bytes are a header whose range lies in its total, or a violation', () => {
    const mutated = fc
      .tuple(anyFrame, fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 6 }))
      .map(([{ address, offset, total, payload }, changes]) => {
        const frame = encodeFrame(address, offset, total, payload);
        for (const [at, byte] of changes) frame[at % frame.length] = byte;
        return frame;
      });
    fc.assert(
      fc.property(
        fc.oneof(fc.uint8Array({ maxLength: 120 }), mutated),
        fc.nat({ max: 400 }),
        (bytes, frameBytes) => {
          const parsed = parseFrame(bytes, frameBytes);
          if ('type' in parsed) return;
          expect(isAddress(parsed.address)).toBe(true);
          expect(parsed.length).toBe(bytes.length - FRAME_HEADER_BYTES);
          expect(parsed.length).toBeLessThanOrEqual(frameBytes);
          expect(parsed.offset + parsed.length).toBeLessThanOrEqual(parsed.total);
          expect(
            encodeFrame(parsed.address, parsed.offset, parsed.total, payloadOf(bytes)),
          ).toEqual(new Uint8Array(bytes));
        },
      ),
      { numRuns: 2000 },
    );
  });
});
