import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  BundleError,
  type BundleEntry,
  contentBytes,
  formatManifest,
  layOut,
  type Manifest,
  parseManifest,
  PART_BYTES,
  problemOfPath,
  sharedPaths,
} from '../../../relay/client/bundle/index.ts';
import { BUNDLE_ENTRIES, MANIFEST_BYTES } from '../../../relay/client/bundle/bundle-limits.ts';
import type { Address } from '../../../relay/protocol/address.ts';

const addressOf = (n: number) => n.toString(16).padStart(64, '0') as Address;
const bytesOf = (text: string) => new TextEncoder().encode(text);

const entry = (path: string, bytes: number, at: number): BundleEntry => ({
  path,
  bytes,
  type: 'text/plain',
  at,
});

/** Two files and an empty one, in parts of ten bytes. */
const small: Manifest = {
  partBytes: 10,
  parts: [addressOf(1), addressOf(2), addressOf(3)],
  entries: [entry('a', 12, 0), entry('b/empty', 0, 12), entry('b/file', 9, 12)],
};

/** `small` as JSON, with changes. */
function written(changes: Record<string, unknown>): Uint8Array {
  return bytesOf(JSON.stringify({ version: 1, ...small, ...changes }));
}

function problemOf(bytes: Uint8Array): string {
  try {
    parseManifest(bytes);
    return 'none';
  } catch (error) {
    if (error instanceof BundleError) return error.problem;
    throw error;
  }
}

test('a manifest is read as it was written', () => {
  expect(parseManifest(formatManifest(small))).toEqual(small);
  expect(contentBytes(small)).toBe(21);
});

test('unknown fields are left out', () => {
  const more = { later: [1], entries: small.entries.map((one) => ({ ...one, mode: 7 })) };
  expect(parseManifest(written(more))).toEqual(small);
});

test('any list of files becomes a manifest that is read alike', () => {
  const file = fc.record({
    path: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
    bytes: fc.nat({ max: 1_000 }),
    type: fc.constantFrom('text/plain', 'image/png', 'text/html;charset=utf-16le'),
  });
  fc.assert(
    fc.property(
      fc.array(file, { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 1, max: 300 }),
      (files, partBytes) => {
        const paths = sharedPaths(files.map(({ path }) => path));
        const entries = layOut(files.map((one, i) => ({ ...one, path: paths[i] ?? '' })));
        const count = Math.ceil(contentBytes({ entries }) / partBytes);
        const parts = Array.from({ length: count }, (_, i) => addressOf(i));
        const manifest = { partBytes, parts, entries };
        expect(parseManifest(formatManifest(manifest))).toEqual(manifest);
      },
    ),
    { numRuns: 200 },
  );
});

describe('a manifest is refused', () => {
  const [a, empty, file] = small.entries as [BundleEntry, BundleEntry, BundleEntry];
  test.each<[string, string, Uint8Array]>([
    ['without a byte', 'not-a-bundle', new Uint8Array()],
    ['that is no JSON', 'not-a-bundle', bytesOf('{"version":1')],
    ['that is no UTF-8', 'not-a-bundle', Uint8Array.of(0x22, 0xff, 0x22)],
    ['that is a list', 'not-a-bundle', bytesOf('[]')],
    ['that is null', 'not-a-bundle', bytesOf('null')],
    ['without a version', 'not-a-bundle', bytesOf('{}')],
    ['of a newer version', 'newer-version', written({ version: 2 })],
    ['of version 0', 'newer-version', written({ version: 0 })],
    ['with parts of no byte', 'bad-parts', written({ partBytes: 0 })],
    ['with parts of half a byte', 'bad-parts', written({ partBytes: 0.5 })],
    ['with parts of a gigabyte', 'bad-parts', written({ partBytes: 2 ** 30 })],
    ['with a part too few', 'bad-parts', written({ parts: small.parts.slice(1) })],
    ['with a part too many', 'bad-parts', written({ parts: [...small.parts, addressOf(4)] })],
    ['with parts that are no list', 'bad-parts', written({ parts: { length: 3 } })],
    ['with a part that is no address', 'bad-parts', written({ parts: ['x', 'y', 'z'] })],
    ['without entries', 'bad-entries', written({ entries: [], parts: [] })],
    ['with entries that are no list', 'bad-entries', written({ entries: 'many' })],
    ['with an entry that is null', 'not-a-bundle', written({ entries: [null] })],
    ['with a gap', 'bad-entries', written({ entries: [a, { ...empty, at: 13 }] })],
    ['with an overlap', 'bad-entries', written({ entries: [a, { ...empty, at: 11 }] })],
    ['that begins late', 'bad-entries', written({ entries: [{ ...a, at: 1 }] })],
    ['with a negative length', 'bad-entries', written({ entries: [{ ...a, bytes: -1 }] })],
    ['with a broken length', 'bad-entries', written({ entries: [{ ...a, bytes: 1.5 }] })],
    ['with a length as text', 'bad-entries', written({ entries: [{ ...a, bytes: '12' }] })],
    [
      'out of order',
      'bad-entries',
      written({
        entries: [
          { ...file, at: 0 },
          { ...a, at: 9 },
        ],
      }),
    ],
    ['with a path twice', 'bad-entries', written({ entries: [a, { ...a, at: 12 }] })],
    ['with a path that climbs', 'bad-path', written({ entries: [{ ...a, path: '../a' }] })],
    [
      'with paths that differ in case',
      'bad-path',
      written({
        entries: [
          { ...a, path: 'A' },
          { ...a, at: 12 },
        ],
      }),
    ],
    [
      'with a file inside a file',
      'bad-path',
      written({ entries: [a, { ...a, path: 'a/b', at: 12 }] }),
    ],
    ['with a path that is a number', 'bad-path', written({ entries: [{ ...a, path: 7 }] })],
    ['without a type', 'bad-entries', written({ entries: [{ ...a, type: undefined }] })],
    [
      'with a type of two lines',
      'bad-entries',
      written({ entries: [{ ...a, type: 'a/b\nc: d' }] }),
    ],
    ['of 100 TiB', 'too-large', written({ entries: [{ ...a, bytes: 2 ** 46 }] })],
    ['whose lengths overflow', 'bad-entries', written({ entries: [{ ...a, bytes: 2 ** 60 }] })],
    ['with lists in lists in lists', 'not-a-bundle', bytesOf('['.repeat(1_000_000))],
    ['longer than its limit', 'too-large', new Uint8Array(MANIFEST_BYTES + 1)],
    ['with more values than it may have', 'too-large', bytesOf(`[${'1,'.repeat(600_000)}1]`)],
    [
      'with more entries than it may have',
      'too-large',
      written({ entries: Array.from({ length: BUNDLE_ENTRIES + 1 }, () => 1) }),
    ],
    [
      'with more parts than it may have',
      'too-large',
      written({ partBytes: 1, entries: [{ ...a, bytes: 2 ** 30 }] }),
    ],
  ])('%s', (_, problem, bytes) => {
    expect(problemOf(bytes)).toBe(problem);
  });
});

test('whatever the bytes are, a manifest is read or refused with a reason', () => {
  const source = Buffer.from(formatManifest(small));
  const mangled = fc
    .array(fc.tuple(fc.nat({ max: source.length - 1 }), fc.nat({ max: 255 })), { maxLength: 6 })
    .map((changes) => {
      const bytes = Buffer.from(source);
      for (const [at, byte] of changes) bytes[at] = byte;
      return new Uint8Array(bytes);
    });
  fc.assert(
    fc.property(fc.oneof(mangled, fc.uint8Array(), fc.json().map(bytesOf)), (bytes) => {
      const problem = problemOf(bytes);
      if (problem !== 'none') return;
      const { entries } = parseManifest(bytes);
      for (const { path } of entries) expect(problemOfPath(path)).toBeUndefined();
    }),
    { numRuns: 2_000 },
  );
});

test('the largest bundle fits into a manifest', () => {
  const bytes = Math.floor((64 * 2 ** 30) / BUNDLE_ENTRIES);
  const entries = layOut(
    Array.from({ length: BUNDLE_ENTRIES }, (_, i) => ({
      path: `folder/${String(i).padStart(6, '0')} some file.jpeg`,
      bytes,
      type: 'image/jpeg',
    })),
  );
  const count = Math.ceil(contentBytes({ entries }) / PART_BYTES);
  const parts = Array.from({ length: count }, (_, i) => addressOf(i));
  expect(formatManifest({ partBytes: PART_BYTES, parts, entries }).length).toBeLessThan(
    MANIFEST_BYTES,
  );
});
