import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  addressOf,
  largestContent,
  mayBeSealed,
  mostContent,
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

  test.each(vectors.opening)('opens as in the vectors: $address', async (vector) => {
    const bytes = bytesOf(vector.page);
    expect(await addressOf(bytes)).toBe(vector.address);
    const content = vector.content ? bytesOf(vector.content) : vector.content;
    expect(await openSealed(bytes, bytesOf(vector.key))).toEqual(content ?? 'not-sealed');
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
    const content = randomBytes(largestContent(1_048_576));
    const { bytes, key } = await seal(content);
    expect(bytes.length).toBeLessThanOrEqual(1_048_576);
    expect(await openSealed(bytes, key)).toEqual(new Uint8Array(content));
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

/** A page of this plaintext, whatever the rules say of it. */
async function sealPlaintext(plaintext: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const cipher = createCipheriv('aes-256-gcm', KEY, new Uint8Array(12));
  const parts = [new Uint8Array(12), cipher.update(plaintext), cipher.final()];
  return new Uint8Array(Buffer.concat([...parts, cipher.getAuthTag()]));
}

const KEY = new Uint8Array(32);

/** A page whose content is said to be compressed to these bytes, and to be so long. */
function compressedPage(deflated: Uint8Array, length: number, first = 0x8000_0000) {
  const plaintext = Buffer.alloc(paddedLength(8 + deflated.length));
  plaintext.writeUInt32BE(first + 4 + deflated.length, 0);
  plaintext.writeUInt32BE(length, 4);
  plaintext.set(deflated, 8);
  return sealPlaintext(plaintext);
}

describe('content that shrinks', () => {
  const text = new TextEncoder().encode('Mayflies live for a day, if that. '.repeat(2_000));

  test('travels compressed, and opens as it was', async () => {
    const { bytes, key } = await seal(text);
    expect(bytes.length).toBeLessThan(text.length / 20);
    expect(await openSealed(bytes, key)).toEqual(text);
  });

  test('is larger than the page may be', async () => {
    const content = new Uint8Array(mostContent(1024 * 1024)).fill(7);
    const { bytes, key } = await seal(content);
    expect(content.length).toBe(32 * 1024 * 1024);
    expect(bytes.length).toBeLessThan(1024 * 1024);
    expect((await openSealed(bytes, key)).length).toBe(content.length);
  });

  test.each([
    ['what does not shrink', randomBytes(5_000)],
    ['what shrinks by less than a tenth', Buffer.concat([randomBytes(5_000), Buffer.alloc(300)])],
    ['what would be padded to the same length', Buffer.alloc(252, 'a')],
    ['what begins as if it did not', Buffer.concat([randomBytes(70_000), Buffer.alloc(70_000)])],
  ])('%s travels as it is', async (_what, content) => {
    const { bytes, key } = await seal(content);
    expect(bytes.length).toBe(28 + paddedLength(4 + content.length));
    expect(await openSealed(bytes, key)).toEqual(new Uint8Array(content));
  });

  test('opens where another made it', async () => {
    const page = await compressedPage(deflateRawSync(text), text.length);
    expect(await openSealed(page, KEY)).toEqual(text);
  });

  test('has a length that an older client finds in no page', async () => {
    for (let length = 4; length < 2 ** 28; length = length * 3 + 1) {
      expect(paddedLength(4 + 2 ** 31 + length)).toBeGreaterThan(2 ** 31);
    }
  });
});

describe('a page that lies about what is compressed in it is none', () => {
  const GIGABYTE = deflateRawSync(Buffer.alloc(2 ** 30));
  const small = deflateRawSync('hello');
  test.each([
    ['a gigabyte that is said to be one', GIGABYTE, 2 ** 30],
    ['a gigabyte that is said to be what is allowed', GIGABYTE, 32 * 1024 * 1024],
    ['a byte more than is allowed', deflateRawSync(Buffer.alloc(2 ** 25 + 1)), 2 ** 25 + 1],
    ['less than is said', small, 6],
    ['more than is said', small, 4],
    ['something else behind it', Buffer.concat([small, Buffer.of(1, 2)]), 5],
    ['half of it', small.subarray(0, 4), 5],
    ['nothing', new Uint8Array(0), 0],
    ['what is not compressed', Buffer.from('\xffhello', 'latin1'), 5],
  ])('%s', async (_what, deflated, length) => {
    expect(await openSealed(await compressedPage(deflated, length), KEY)).toBe('not-sealed');
  });

  test('no room for what it says of itself', async () => {
    const plaintext = Buffer.alloc(256);
    plaintext.writeUInt32BE(0x8000_0003, 0);
    expect(await openSealed(await sealPlaintext(plaintext), KEY)).toBe('not-sealed');
  });
});
