import { createDecipheriv, createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  addressOf,
  largestContent,
  mayBeSealed,
  openSealed,
  seal,
} from '../../relay/client/index.ts';
import { paddedLength } from '../../relay/client/padding.ts';
import vectors from '../protocol/vectors.json' with { type: 'json' };

const hello = new TextEncoder().encode('hello\n');

function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

afterEach(() => void vi.restoreAllMocks());

describe('padding', () => {
  test.each(vectors.padding)('makes $content bytes a page of $page', (vector) => {
    expect(paddedLength(4 + vector.content)).toBe(vector.plaintext);
    expect(mayBeSealed(vector.page)).toBe(true);
  });

  test.each(vectors.capacity)('leaves $content bytes in a page of $pageBytes', (vector) => {
    expect(largestContent(vector.pageBytes)).toBe(vector.content);
  });

  test('costs at most an eighth past the least, and changes no padded length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 256, max: 2 ** 32 - 1 }), (length) => {
        const padded = paddedLength(length);
        expect(padded).toBeGreaterThanOrEqual(length);
        expect(padded).toBeLessThan(length * 1.125);
        expect(paddedLength(padded)).toBe(padded);
      }),
    );
  });

  test('what fits is found for every size of page', () => {
    fc.assert(
      fc.property(fc.integer({ min: 300, max: 2 ** 28 }), (pageBytes) => {
        const content = largestContent(pageBytes);
        expect(28 + paddedLength(4 + content)).toBeLessThanOrEqual(pageBytes);
        expect(28 + paddedLength(4 + content + 1)).toBeGreaterThan(pageBytes);
      }),
    );
  });
});

describe('a sealed page', () => {
  test.each(vectors.sealing)('is that of the vectors: $address', async (vector) => {
    const random = vi.spyOn(crypto, 'getRandomValues');
    for (const drawn of [vector.key, vector.nonce]) {
      random.mockImplementationOnce((array) => {
        new Uint8Array(array.buffer).set(bytesOf(drawn));
        return array;
      });
    }
    const { bytes, key } = await seal(bytesOf(vector.content));
    expect(Buffer.from(bytes).toString('hex')).toBe(vector.page);
    expect(Buffer.from(key).toString('hex')).toBe(vector.key);
    expect(await addressOf(bytes)).toBe(vector.address);
    expect(await openSealed(bytesOf(vector.page), bytesOf(vector.key))).toEqual(
      bytesOf(vector.content),
    );
  });

  test('opens in another implementation of the cipher', async () => {
    const { bytes, key } = await seal(hello);
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(-16));
    const plaintext = Buffer.concat([
      decipher.update(bytes.subarray(12, -16)),
      decipher.final(),
    ]).toString('latin1');
    expect(plaintext).toBe(`\0\0\0\x06hello\n${'\0'.repeat(256 - 10)}`);
  });

  test('never has a key or a nonce twice', async () => {
    const pages = await Promise.all(Array.from({ length: 50 }, () => seal(hello)));
    const nonceOf = ({ bytes }: { bytes: Uint8Array }) => String(bytes.subarray(0, 12));
    expect(new Set(pages.map(({ key }) => String(key))).size).toBe(50);
    expect(new Set(pages.map(nonceOf)).size).toBe(50);
  });

  test('opens to what was sealed, whatever it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 5_000 }), async (content) => {
        const { bytes, key } = await seal(content);
        expect(mayBeSealed(bytes.length)).toBe(true);
        expect(await openSealed(bytes, key)).toEqual(new Uint8Array(content));
      }),
      { numRuns: 50 },
    );
  });

  test('of the largest content that fits has exactly room', async () => {
    const content = new Uint8Array(largestContent(1_048_576)).fill(7);
    const { bytes, key } = await seal(content);
    expect(bytes.length).toBeLessThanOrEqual(1_048_576);
    expect(await openSealed(bytes, key)).toEqual(content);
  });

  test('does not open with another key', async () => {
    const [one, other] = await Promise.all([seal(hello), seal(hello)]);
    expect(await openSealed(one.bytes, other.key)).toBe('wrong-key');
  });

  test.each([0, 12, 100, 283])('does not open when byte %i was changed', async (at) => {
    const { bytes, key } = await seal(hello);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    expect(await openSealed(bytes, key)).toBe('wrong-key');
  });

  test.each([0, 1, 28, 32, 283, 285])('is not what %i bytes are', async (length) => {
    expect(await openSealed(new Uint8Array(length), new Uint8Array(32))).toBe('not-sealed');
  });

  test.each([
    ['a length past its end', 0xffffffff],
    ['a length that asks for more padding', 253],
  ])('is not what holds %s', async (_, length) => {
    const plaintext = new Uint8Array(256);
    new DataView(plaintext.buffer).setUint32(0, length);
    const raw = new Uint8Array(32);
    const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt']);
    const iv = new Uint8Array(12);
    const encrypted = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, plaintext);
    const bytes = Uint8Array.from([...iv, ...new Uint8Array(encrypted)]);
    expect(await openSealed(bytes, raw)).toBe('not-sealed');
  });

  test('tells nothing of what is in it by its address', async () => {
    const { bytes } = await seal(hello);
    expect(await addressOf(bytes)).not.toBe(createHash('sha256').update(hello).digest('hex'));
  });
});
