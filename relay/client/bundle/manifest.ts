/**
 * The manifest of a bundle: which parts carry its content, and which files lie on that content, one after the other. It
 * travels as a page of its own. Everything in it is by a stranger: a manifest is checked whole before anything is fetched.
 */
import { type Address, isAddress } from '../../protocol/address.ts';
import { BundleError, type BundleProblem } from './bundle-error.ts';
import {
  BUNDLE_BYTES,
  BUNDLE_ENTRIES,
  BUNDLE_PARTS,
  MANIFEST_BYTES,
  PART_BYTES,
  TYPE_CHARACTERS,
} from './bundle-limits.ts';
import { clashOf, problemOfPath } from './paths.ts';

const VERSION = 1;
/** An address in a list: 64 digits, quotes and a comma. */
const PART_CHARACTERS = 67;
/** The list of entries in the manifest, and the entries in that. */
const DEPTH = 3;
/** `name: value` and `{}` for each entry; an address for each part; a few more. */
const MOST_VALUES = 5 * BUNDLE_ENTRIES + BUNDLE_PARTS + 16;
const MEDIA_TYPE = /^[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+(?:;[ -~]*)?$/;

/** One file of a bundle. */
export interface BundleEntry {
  /** Relative, with `/` between names; `problemOfPath` has nothing to say against it. */
  readonly path: string;
  /** Its length; 0 for an empty file. */
  readonly bytes: number;
  /** Its media type. */
  readonly type: string;
  /** The byte of the content that it begins at. */
  readonly at: number;
}

export interface Manifest {
  /** The number of content bytes in each part; the last may have fewer. */
  readonly partBytes: number;
  /** The addresses of the parts, in the order of the content. */
  readonly parts: readonly Address[];
  /** Sorted by path, by code unit; they lie on the content in this order, without a gap. */
  readonly entries: readonly BundleEntry[];
}

/** The length of all content, in bytes. */
export function contentBytes({ entries }: Pick<Manifest, 'entries'>): number {
  const last = entries.at(-1);
  return last ? last.at + last.bytes : 0;
}

/** The entries of files in the order in which they lie on the content. `paths` are those of `sharedPaths`. */
export function layOut(files: readonly Omit<BundleEntry, 'at'>[]): readonly BundleEntry[] {
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  let at = 0;
  return sorted.map(({ path, bytes, type }) => {
    const entry = { path, bytes, type, at };
    at += bytes;
    return entry;
  });
}

/** Throws the `BundleError` that a manifest with these entries would be refused with, before its parts are known. */
export function checkEntries(entries: readonly BundleEntry[]): void {
  const checked = entriesOf(entries);
  const parts = Math.ceil(contentBytes({ entries: checked }) / PART_BYTES);
  const text = JSON.stringify({ version: VERSION, partBytes: PART_BYTES, parts: [], entries });
  const bytes = new TextEncoder().encode(text).length + parts * PART_CHARACTERS;
  checkLength(bytes);
}

/** The page that a manifest travels as. Throws a `BundleError` for one that no reader would take. */
export function formatManifest({ partBytes, parts, entries }: Manifest): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(
    JSON.stringify({ version: VERSION, partBytes, parts, entries }),
  );
  parseManifest(bytes);
  return bytes;
}

/**
 * Reads a manifest. Takes time and memory in proportion to `bytes`, of which there may be at most `MANIFEST_BYTES`. Throws
 * a `BundleError` where anything is not as appendix D of PROTOCOL.md has it.
 */
export function parseManifest(bytes: Uint8Array): Manifest {
  const record = recordOf(parsed(bytes));
  const version = record['version'];
  if (typeof version !== 'number')
    fail('not-a-bundle', `expected a version, got ${shown(version)}`);
  if (version !== VERSION) fail('newer-version', `expected version ${VERSION}, got ${version}`);
  const partBytes = partBytesOf(record['partBytes']);
  const entries = entriesOf(record['entries']);
  const parts = partsOf(record['parts'], Math.ceil(contentBytes({ entries }) / partBytes));
  return { partBytes, parts, entries };
}

function checkLength(bytes: number): void {
  if (bytes <= MANIFEST_BYTES) return;
  fail('too-large', `expected at most ${MANIFEST_BYTES} bytes of manifest, got ${bytes}`);
}

function parsed(bytes: Uint8Array): unknown {
  checkLength(bytes.length);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    checkShape(text);
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof BundleError) throw error;
    return fail('not-a-bundle', 'expected JSON in UTF-8');
  }
}

/** A parser builds whatever stands there, so the depth and the number of values are bounded before. */
function checkShape(text: string): void {
  let depth = 0;
  let values = 0;
  let isInText = false;
  for (let i = 0; i < text.length; i += 1) {
    const sign = text[i];
    if (sign === '"') isInText = !isInText;
    else if (isInText) i += sign === '\\' ? 1 : 0;
    else if (sign === '{' || sign === '[') depth += 1;
    else if (sign === '}' || sign === ']') depth -= 1;
    else if (sign === ',') values += 1;
    if (depth > DEPTH)
      fail('not-a-bundle', `expected at most ${DEPTH} levels of lists and records`);
    if (values > MOST_VALUES) fail('too-large', `expected at most ${MOST_VALUES} values`);
  }
}

function recordOf(value: unknown): Record<string, unknown> {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isRecord ? { ...value } : fail('not-a-bundle', `expected a record, got ${shown(value)}`);
}

/** More than a page of 32 MiB could carry, or so little that the parts outnumber their limit, is no size of a part. */
function partBytesOf(value: unknown): number {
  const isSize = isLength(value) && value >= 1 && value <= 8 * PART_BYTES;
  return isSize
    ? value
    : fail('bad-parts', `expected a size of parts in bytes, got ${shown(value)}`);
}

function partsOf(value: unknown, count: number): readonly Address[] {
  if (count > BUNDLE_PARTS)
    fail('too-large', `expected at most ${BUNDLE_PARTS} parts, got ${count}`);
  if (!Array.isArray(value))
    return fail('bad-parts', `expected a list of parts, got ${shown(value)}`);
  if (value.length !== count) {
    fail('bad-parts', `expected ${count} parts for the content, got ${value.length}`);
  }
  return value.map((part: unknown) =>
    typeof part === 'string' && isAddress(part)
      ? part
      : fail('bad-parts', `expected the address of a part, got ${shown(part)}`),
  );
}

function entriesOf(value: unknown): readonly BundleEntry[] {
  if (!Array.isArray(value)) fail('bad-entries', `expected a list of entries, got ${shown(value)}`);
  const list: readonly unknown[] = value;
  if (list.length === 0) fail('bad-entries', 'expected at least one entry');
  if (list.length > BUNDLE_ENTRIES) {
    fail('too-large', `expected at most ${BUNDLE_ENTRIES} entries, got ${list.length}`);
  }
  return new EntryList().take(list);
}

/** Entries one by one, each held against those before it. */
class EntryList {
  #at = 0;
  #before = '';

  take(values: readonly unknown[]): readonly BundleEntry[] {
    const entries = values.map((value) => this.#entry(recordOf(value)));
    const clash = clashOf(entries.map(({ path }) => path));
    if (clash === undefined) return entries;
    return fail('bad-path', `expected paths that differ in more than case, got ${shown(clash)}`);
  }

  #entry({ path, bytes, type, at }: Record<string, unknown>): BundleEntry {
    if (typeof path !== 'string') return fail('bad-path', `expected a path, got ${shown(path)}`);
    this.#checkPath(path);
    if (!isLength(bytes)) return fail('bad-entries', `expected a length, got ${shown(bytes)}`);
    if (at !== this.#at) {
      fail('bad-entries', `expected ${shown(path)} at byte ${this.#at}, got ${shown(at)}`);
    }
    if (typeof type !== 'string' || type.length > TYPE_CHARACTERS || !MEDIA_TYPE.test(type)) {
      return fail('bad-entries', `expected a media type, got ${shown(type)}`);
    }
    const entry = { path, bytes, type, at: this.#at };
    this.#at += bytes;
    if (this.#at > BUNDLE_BYTES) fail('too-large', `expected at most ${BUNDLE_BYTES} bytes`);
    return entry;
  }

  #checkPath(path: string): void {
    const problem = problemOfPath(path);
    if (problem) fail('bad-path', `expected a safe path, got ${problem} in ${shown(path)}`);
    if (path <= this.#before) {
      fail(
        'bad-entries',
        `expected paths in order, got ${shown(path)} after ${shown(this.#before)}`,
      );
    }
    this.#before = path;
  }
}

function isLength(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function shown(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 80) ?? 'nothing';
}

function fail(problem: BundleProblem, message: string): never {
  throw new BundleError(problem, message);
}
