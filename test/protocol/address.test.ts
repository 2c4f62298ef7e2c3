import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressFromBytes, isAddress, writeAddress } from '../../relay/protocol/index.ts';
import { aa, addressOf, anyBytes } from './samples.ts';

describe('an address', () => {
  test.each(['0'.repeat(64), 'f'.repeat(64), '0123456789abcdef'.repeat(4)])(
    'is 64 lower-case hex digits: %s',
    (text) => {
      expect(isAddress(text)).toBe(true);
    },
  );

  test.each([
    '',
    '0'.repeat(63),
    '0'.repeat(65),
    'F'.repeat(64),
    'g'.repeat(64),
    `${'0'.repeat(64)}\n`,
    `\n${'0'.repeat(64)}`,
    `0x${'0'.repeat(62)}`,
    '０'.repeat(64),
    undefined,
    null,
    0,
    ['0'.repeat(64)],
    { toString: () => '0'.repeat(64) },
  ])('is nothing else: %j', (value: unknown) => {
    expect(isAddress(value)).toBe(false);
  });

  test('is read and written at an offset, and nothing beside it is touched', () => {
    const target = new Uint8Array(40).fill(1);
    writeAddress(aa, target, 4);
    expect([...target.subarray(0, 4), ...target.subarray(36)]).toEqual(Array(8).fill(1));
    expect(addressFromBytes(target, 4)).toBe(addressOf('aa'));
  });

  test('keeps every digest as it is', () => {
    fc.assert(
      fc.property(anyBytes(32), (digest) => {
        const address = addressFromBytes(digest);
        expect(isAddress(address)).toBe(true);
        expect(address).toBe(Buffer.from(digest).toString('hex'));
        const written = new Uint8Array(32);
        writeAddress(address, written);
        expect(written).toEqual(new Uint8Array(digest));
      }),
    );
  });
});
