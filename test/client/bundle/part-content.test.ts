import { hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  BundleError,
  contentBytes,
  layOut,
  type Manifest,
  openPart,
  PART_BYTES,
  PART_PAGE_BYTES,
  partKey,
  partLength,
  piecesOf,
  sealPart,
} from '../../../relay/client/bundle/index.ts';
import { mayBeSealed, openSealed } from '../../../relay/client/index.ts';
import type { Address } from '../../../relay/protocol/address.ts';
import vectors from '../../protocol/vectors.json' with { type: 'json' };

const key = Uint8Array.from({ length: 32 }, (_, i) => i);
const address = '0'.repeat(64) as Address;

function manifestOf(lengths: readonly number[], partBytes: number): Manifest {
  const files = lengths.map((bytes, i) => ({
    path: String(i).padStart(4, '0'),
    bytes,
    type: 'text/plain',
  }));
  const entries = layOut(files);
  const count = Math.ceil(contentBytes({ entries }) / partBytes);
  return { partBytes, parts: Array.from({ length: count }, () => address), entries };
}

describe('the key of a part', () => {
  test.each(vectors.partKeys)('$index is that of the vectors', async (vector) => {
    const manifestKey = Uint8Array.from(Buffer.from(vector.key, 'hex'));
    const derived = await partKey(manifestKey, vector.index);
    expect(Buffer.from(derived).toString('hex')).toBe(vector.partKey);
  });

  test('is what another HKDF makes of it', async () => {
    const info = Buffer.concat([Buffer.from('mayfly bundle part'), Buffer.from([0, 0, 1, 2])]);
    const expected = hkdfSync('sha256', key, Buffer.alloc(0), info, 32);
    expect(Buffer.from(await partKey(key, 258))).toEqual(Buffer.from(expected));
  });
});

test('a whole part is a sealed page just below 4 MiB, whatever it holds', async () => {
  const page = await sealPart(new Uint8Array(PART_BYTES), key, 0);
  expect(page.length).toBe(PART_PAGE_BYTES);
  expect(page.length).toBe(4_128_796);
  expect(mayBeSealed(page.length)).toBe(true);
  const padded = await sealPart(new Uint8Array(PART_BYTES + 1), key, 0);
  expect(padded.length).toBeGreaterThan(4 * 1024 * 1024);
});

test('a part opens under its own key alone', async () => {
  const manifest = manifestOf([25], 10);
  const content = new TextEncoder().encode('0123456789');
  const page = await sealPart(content, key, 1);
  expect(await openPart(manifest, { index: 1, page, key })).toEqual(content);
  expect(await openSealed(page, key)).toBe('wrong-key');
  await expect(openPart(manifest, { index: 0, page, key })).rejects.toThrow(BundleError);
});

test('a part that holds less or more than its manifest says is refused', async () => {
  const manifest = manifestOf([25], 10);
  for (const length of [0, 9, 11]) {
    const page = await sealPart(new Uint8Array(length), key, 0);
    await expect(openPart(manifest, { index: 0, page, key })).rejects.toMatchObject({
      problem: 'bad-part',
    });
  }
  const last = await sealPart(new Uint8Array(5), key, 2);
  expect((await openPart(manifest, { index: 2, page: last, key })).length).toBe(5);
});

test('a part of a public bundle is its content', async () => {
  const manifest = manifestOf([10], 10);
  const page = new Uint8Array(10).fill(7);
  expect(await openPart(manifest, { index: 0, page })).toEqual(page);
  const short = new Uint8Array(9);
  await expect(openPart(manifest, { index: 0, page: short })).rejects.toThrow('expected 10 bytes');
});

test('the pieces of all entries are all parts, once and in order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat({ max: 50 }), { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 1, max: 30 }),
      (lengths, partBytes) => {
        const manifest = manifestOf(lengths, partBytes);
        let at = 0;
        for (const entry of manifest.entries) {
          let length = 0;
          for (const { index, from, to } of piecesOf(manifest, entry)) {
            expect(index * partBytes + from).toBe(at);
            expect(to).toBeGreaterThan(from);
            expect(to).toBeLessThanOrEqual(partLength(manifest, index));
            at += to - from;
            length += to - from;
          }
          expect(length).toBe(entry.bytes);
        }
        expect(at).toBe(contentBytes(manifest));
      },
    ),
  );
});
