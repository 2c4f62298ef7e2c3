/** A bundle from files to parts and back. */
import { createHash } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  BUNDLE_ENTRIES,
  BundleError,
  type BundleFile,
  contentBytes,
  fetchParts,
  isHopeless,
  openPart,
  parseManifest,
  PART_BYTES,
  piecesOf,
  type PublicBundle,
  publicBundle,
  sealBundle,
  type SealedBundle,
  sealPart,
} from '../../../relay/client/bundle/index.ts';
import { addressOf, openSealed } from '../../../relay/client/index.ts';
import type { Address } from '../../../relay/protocol/address.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Bytes that differ from place to place. */
function bytesOf(length: number, seed: number): Bytes {
  const bytes = new Uint8Array(length);
  for (let i = 0, x = seed + 1; i < length; i += 1) {
    x = (Math.imul(x, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[i] = x >>> 24;
  }
  return bytes;
}

const fileOf = (path: string, bytes: Bytes): BundleFile => ({
  path,
  type: 'application/octet-stream',
  content: new Blob([bytes]),
});

/** The pages that all holders together have. */
class Shelf {
  readonly pages = new Map<Address, Bytes>();
  fetched: Address[] = [];

  readonly onPart = async (_: number, address: Address, page: Bytes) => {
    this.pages.set(address, page);
  };
  readonly has = async (address: Address) => this.pages.has(address);
  readonly store = async (address: Address, page: Bytes) => {
    this.pages.set(address, page);
  };
  readonly fetch = async (address: Address) => {
    this.fetched.push(address);
    const page = this.pages.get(address);
    if (!page) throw new Error('nobody holds it');
    return page;
  };
}

async function readAll(
  { manifest, key }: PublicBundle & Partial<SealedBundle>,
  shelf: Shelf,
): Promise<Map<string, string>> {
  const hashes = new Map<string, string>();
  for (const entry of manifest.entries) {
    const hash = createHash('sha256');
    for (const { index, part, from, to } of piecesOf(manifest, entry)) {
      const content = await openPart(manifest, { index, page: await shelf.fetch(part), key });
      hash.update(content.subarray(from, to));
    }
    hashes.set(entry.path, hash.digest('hex'));
  }
  return hashes;
}

test('files of any length come back as they were, and their manifest from its own page', async () => {
  const lengths = [0, 1, PART_BYTES - 1, PART_BYTES, 2 * PART_BYTES + 7, 0, 300];
  const files = lengths.map((length, i) => ({ path: `folder/${i}`, bytes: bytesOf(length, i) }));
  const author = new Shelf();
  const bundle = await sealBundle(
    files.map(({ path, bytes }) => fileOf(path, bytes)),
    { onPart: author.onPart },
  );
  const content = await openSealed(bundle.page, bundle.key);
  expect(typeof content === 'string' ? content : parseManifest(content)).toEqual(bundle.manifest);
  expect(bundle.address).toBe(await addressOf(bundle.page));

  const reader = new Shelf();
  const { manifest, key } = bundle;
  const { has, store } = reader;
  const parts: number[] = [];
  const onPart = (index: number) => void parts.push(index);
  expect(await fetchParts({ manifest, key, fetch: author.fetch, has, store, onPart })).toEqual([]);
  expect(parts.toSorted((a, b) => a - b)).toEqual([...manifest.parts.keys()]);
  const expected = files.map(({ path, bytes }) => [path, hashOf(bytes)] as const);
  expect(await readAll(bundle, reader)).toEqual(new Map(expected));
});

test('empty files alone make a bundle without parts', async () => {
  const author = new Shelf();
  const bundle = await sealBundle([fileOf('empty', new Uint8Array())], { onPart: author.onPart });
  expect(bundle.manifest.parts).toEqual([]);
  expect(author.pages.size).toBe(0);
});

test('[D7] a public bundle is the content itself', async () => {
  const author = new Shelf();
  const bytes = bytesOf(PART_BYTES + 5, 3);
  const bundle = await publicBundle([fileOf('film', bytes)], { onPart: author.onPart });
  expect(parseManifest(bundle.page)).toEqual(bundle.manifest);
  expect(bundle.manifest.parts).toEqual([
    hashOf(bytes.subarray(0, PART_BYTES)),
    hashOf(bytes.subarray(PART_BYTES)),
  ]);
  expect((await readAll(bundle, author)).get('film')).toBe(hashOf(bytes));
});

test('a file that cannot be read is named', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bundle-'));
  const path = join(folder, 'gone');
  await writeFile(path, 'gone');
  const gone = { path: 'trip/gone', type: 'text/plain', content: await openAsBlob(path) };
  await rm(folder, { recursive: true });
  const files = [fileOf('here', bytesOf(10, 1)), gone];
  const sealing = sealBundle(files, { onPart: new Shelf().onPart });
  await expect(sealing).rejects.toMatchObject({ name: 'UnreadableFileError', path: 'trip/gone' });
});

test('many small files lie in one part', async () => {
  const author = new Shelf();
  const files = Array.from({ length: 1_000 }, (_, i) => fileOf(`${i % 20}/${i}`, bytesOf(i, i)));
  const bundle = await sealBundle(files, { onPart: author.onPart });
  expect(bundle.manifest.parts).toHaveLength(1);
  const hashes = await readAll(bundle, author);
  expect(hashes.get('7/47')).toBe(hashOf(bytesOf(47, 47)));
});

describe('a bundle is refused before a byte is read', () => {
  test('with too many files', async () => {
    const files = Array.from({ length: BUNDLE_ENTRIES + 1 }, (_, i) =>
      fileOf(`${i}`, new Uint8Array()),
    );
    const sealing = sealBundle(files, { onPart: new Shelf().onPart });
    await expect(sealing).rejects.toMatchObject({ problem: 'too-large' });
  });

  test('with names that no manifest has room for', async () => {
    const files = Array.from({ length: 23_000 }, (_, i) =>
      fileOf(`${`${'x'.repeat(230)}/`.repeat(3)}${i}`, bytesOf(1, 1)),
    );
    const author = new Shelf();
    const sealing = sealBundle(files, { onPart: author.onPart });
    await expect(sealing).rejects.toMatchObject({ problem: 'too-large' });
    expect(author.pages.size).toBe(0);
  });

  test('without files', async () => {
    const sealing = sealBundle([], { onPart: new Shelf().onPart });
    await expect(sealing).rejects.toMatchObject({ problem: 'bad-entries' });
  });
});

test('who was interrupted goes on with the parts that are stored', async () => {
  const files = [fileOf('film', bytesOf(3 * PART_BYTES, 4))];
  const first = new Shelf();
  const sealed = new Map<number, Address>();
  const key = crypto.getRandomValues(new Uint8Array(32));
  const abort = new AbortController();
  const interrupted = sealBundle(files, {
    key,
    signal: abort.signal,
    onPart: async (index, address, page) => {
      await first.onPart(index, address, page);
      sealed.set(index, address);
      abort.abort(new Error('the browser was killed'));
    },
  });
  await expect(interrupted).rejects.toThrow('the browser was killed');
  const before = sealed.size;
  expect(before).toBeGreaterThan(0);
  const again: number[] = [];
  const bundle = await sealBundle(files, {
    key,
    sealed,
    onPart: async (index, address, page) => {
      again.push(index);
      await first.onPart(index, address, page);
    },
  });
  expect(again.length).toBe(3 - before);
  expect((await readAll(bundle, first)).get('film')).toBe(hashOf(bytesOf(3 * PART_BYTES, 4)));
});

describe('a reader', () => {
  const small = async (count: number) => {
    const author = new Shelf();
    const bytes = bytesOf(count * 10, 1);
    const key = crypto.getRandomValues(new Uint8Array(32));
    const parts: Address[] = [];
    for (let i = 0; i < count; i += 1) {
      const page = await sealPart(bytes.slice(i * 10, i * 10 + 10), key, i);
      const address = await addressOf(page);
      author.pages.set(address, page);
      parts.push(address);
    }
    const type = 'text/plain';
    const entries = [{ path: 'a', bytes: bytes.length, type, at: 0 }];
    return { author, key, manifest: { partBytes: 10, parts, entries } };
  };

  test('fetches what it lacks, and nothing else', async () => {
    const { author, key, manifest } = await small(6);
    const reader = new Shelf();
    const [held = '' as Address] = manifest.parts;
    reader.pages.set(held, author.pages.get(held) ?? new Uint8Array());
    const { has, store } = reader;
    await fetchParts({ manifest, key, fetch: author.fetch, has, store, wanted: [0, 1, 5] });
    const [, second, , , , last] = manifest.parts;
    expect(author.fetched).toEqual([second, last]);
  });

  test('asks for the rarest first, and for what nobody has last', async () => {
    const { author, key, manifest } = await small(5);
    const counts = [3, undefined, 1, 0, 2];
    const holders = (address: Address) => counts[manifest.parts.indexOf(address)];
    const { has, store } = new Shelf();
    await fetchParts({ manifest, key, fetch: author.fetch, has, store, holders });
    const order = author.fetched.map((address) => manifest.parts.indexOf(address));
    expect(order).toEqual([2, 4, 0, 1, 3]);
  });

  test('keeps all but the part that its author has sealed wrongly', async () => {
    const { author, key, manifest } = await small(4);
    const wrong = await sealPart(new Uint8Array(9), key, 2);
    const parts = [...manifest.parts];
    parts[2] = await addressOf(wrong);
    author.pages.set(parts[2], wrong);
    const reader = new Shelf();
    const { has, store } = reader;
    const failed = await fetchParts({
      manifest: { ...manifest, parts },
      key,
      fetch: author.fetch,
      has,
      store,
    });
    expect(failed.map(({ index }) => index)).toEqual([2]);
    expect(failed.map(isHopeless)).toEqual([true]);
    expect(reader.pages.size).toBe(3);
  });

  test('tells a part that is not to be found from one that is wrong', async () => {
    const { author, key, manifest } = await small(2);
    author.pages.delete(manifest.parts[1] ?? ('' as Address));
    const { has, store } = new Shelf();
    const failed = await fetchParts({ manifest, key, fetch: author.fetch, has, store });
    expect(failed.map((part) => [part.index, isHopeless(part)])).toEqual([[1, false]]);
  });

  test('has at most three parts in flight, and ends them all with its signal', async () => {
    const { key, manifest } = await small(10);
    let flying = 0;
    let most = 0;
    let ended = 0;
    const abort = new AbortController();
    const fetch = (_: Address, { signal }: { readonly signal: AbortSignal }) =>
      new Promise<Bytes>((_resolve, reject) => {
        flying += 1;
        most = Math.max(most, flying);
        signal.addEventListener('abort', () => {
          ended += 1;
          reject(signal.reason as Error);
        });
        if (flying === 3) abort.abort(new Error('enough'));
      });
    const { has, store } = new Shelf();
    const { signal } = abort;
    await expect(fetchParts({ manifest, key, fetch, has, store, signal })).rejects.toThrow(
      'enough',
    );
    expect([most, ended]).toEqual([3, 3]);
  });

  test('stops where its disk is full', async () => {
    const { author, key, manifest } = await small(10);
    const full = async () => {
      throw new BundleError('too-large', 'the disk is full');
    };
    const { has } = new Shelf();
    const fetching = fetchParts({ manifest, key, fetch: author.fetch, has, store: full });
    await expect(fetching).rejects.toThrow('the disk is full');
    expect(author.fetched.length).toBeLessThanOrEqual(3);
  });

  test('is satisfied by two holders with any two halves', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }), async (isAlices) => {
        const { author, key, manifest } = await small(7);
        const fetch = async (address: Address) => {
          const holder = isAlices[manifest.parts.indexOf(address)] ? 'alice' : 'bob';
          const page = author.pages.get(address);
          if (!page) throw new Error(`${holder} has lost it`);
          return page;
        };
        const reader = new Shelf();
        const { has, store } = reader;
        expect(await fetchParts({ manifest, key, fetch, has, store })).toEqual([]);
        expect(reader.pages.size).toBe(7);
      }),
      { numRuns: 10 },
    );
    expect(contentBytes({ entries: [] })).toBe(0);
  });
});
