/** The file that pages are exported to: a line of JSON before the bytes of each. `extension/ARCHIVE.md` describes it. */
import { BUNDLE_PARTS, PART_BYTES } from '@mayfly/relay/client';
import {
  type Address,
  decodeBase64url,
  encodeBase64url,
  isAddress,
  KEY_BYTES,
  parseOrigin,
} from '@mayfly/relay/protocol';
import type { PageRecord } from './database.ts';
import type { HeldPart, NewBundle } from './held-bundle.ts';
import type { Lifetime } from './lifetime.ts';
import { cutTitle } from './title.ts';

/** The newest version that is read. A file without bundles is of version 1, so that older extensions read it. */
export const ARCHIVE_VERSION = 2;
/** The longest line, in bytes. */
export const LINE_BYTES = 64 * 1024;
const NAME_CHARS = 1_000;

/** The first line of an archive without bundles. */
export const ARCHIVE_HEAD = headOf(1);
/** The first line of an archive with bundles. */
export const BUNDLE_ARCHIVE_HEAD = headOf(2);

/** The facts in an archive about a page, before its bytes. */
export interface Entry {
  readonly address: Address;
  readonly length: number;
  readonly key?: Uint8Array;
  readonly mediaType: string;
  readonly name?: string;
  readonly title: string;
  readonly origin: PageRecord['origin'];
  readonly relays: readonly string[];
  readonly addedAt: number;
  readonly expires?: number;
  /** No key has opened it in the exporting browser either. */
  readonly isLocked?: true;
  /** A session belongs to the browser that imports the page. */
  readonly lifetime: Exclude<Lifetime, { until: 'session' }> | { readonly until: 'session' };
  /** It was shared by once links. They stay with the exporting browser: it counts their openings. */
  readonly once?: true;
  /** The page is the manifest of a bundle, and the parts follow it. */
  readonly bundle?: ArchivedBundle;
}

/** The size of a bundle. Without the key of an encrypted one, `entries` is 0, and `bytes` follow from `parts`. */
export type ArchivedBundle = Omit<NewBundle, 'id'>;

function headOf(version: number): string {
  return `${JSON.stringify({ mayfly: 'pages', version })}\n`;
}

/**
 * The line before the bytes of a page. Without its key, the line says nothing about the content of an encrypted page.
 */
export function entryLine(page: PageRecord, hasKey: boolean): string {
  const { address, length, key, origin, relays, addedAt, expires, isLocked, lifetime, once } = page;
  const isKeyKept = key !== undefined && !hasKey;
  const description = isKeyKept
    ? { mediaType: 'text/plain', title: '' }
    : {
        mediaType: page.mediaType,
        name: page.name?.slice(0, NAME_CHARS),
        title: cutTitle(page.title),
      };
  const until = lifetime.until === 'session' ? { until: 'session' } : lifetime;
  const keyText = key && hasKey ? encodeBase64url(key) : undefined;
  const bundle = page.bundle && archivedBundle(page.bundle, isKeyKept);
  const rest = { origin, relays, addedAt, expires, isLocked, once, lifetime: until, bundle };
  return `${JSON.stringify({ address, length, key: keyText, ...description, ...rest })}\n`;
}

/** The line before the bytes of a part. */
export function partLine({ index, address, bytes }: HeldPart): string {
  return `${JSON.stringify({ part: index, address, length: bytes })}\n`;
}

/** Undefined if the line does not describe a part of the bundle before it. */
export function parsePart(line: string): HeldPart | undefined {
  const { part, address, length } = parseRecord(line);
  if (!isCount(part) || !isAddress(address) || !isCount(length) || length === 0) return undefined;
  return { index: part, address, bytes: length };
}

function archivedBundle({ entries, bytes, parts }: NewBundle, isKeyKept: boolean): ArchivedBundle {
  return isKeyKept ? lockedBundle(parts) : { entries, bytes, parts };
}

/** Everybody can count the parts of an encrypted bundle, and nobody without its key knows more. */
function lockedBundle(parts: number): ArchivedBundle {
  return { entries: 0, bytes: parts * PART_BYTES, parts };
}

/** The version in the first line of a file; undefined if the file is no archive. */
export function parseHead(line: string): number | undefined {
  const { mayfly, version } = parseRecord(line);
  return mayfly === 'pages' && isCount(version) ? version : undefined;
}

/** Undefined if the line does not describe a page. Everything besides the address and the length is a hint. */
export function parseEntry(line: string): Entry | undefined {
  const record = parseRecord(line);
  const { address, length, origin, addedAt, expires, name, title, mediaType } = record;
  if (!isAddress(address) || !isCount(length) || length === 0) return undefined;
  const key = typeof record['key'] === 'string' ? decodeBase64url(record['key']) : undefined;
  return {
    address,
    length,
    ...(key?.length === KEY_BYTES && { key }),
    mediaType: typeof mediaType === 'string' ? mediaType : 'text/plain',
    ...(typeof name === 'string' && name !== '' && { name: name.slice(0, NAME_CHARS) }),
    title: typeof title === 'string' ? cutTitle(title) : '',
    origin: origin === 'published' ? 'published' : 'viewed',
    relays: relaysOf(record['relays']),
    addedAt: isCount(addedAt) ? addedAt : 0,
    ...(origin !== 'published' && isCount(expires) && { expires }),
    ...(origin !== 'published' && record['isLocked'] === true && { isLocked: true }),
    ...(record['once'] === true && { once: true }),
    lifetime: lifetimeIn(record['lifetime']),
    ...bundleIn(record['bundle']),
  };
}

function bundleIn(value: unknown): Pick<Entry, 'bundle'> {
  const { entries, bytes, parts } = isRecord(value) ? value : {};
  if (!isCount(parts) || parts > BUNDLE_PARTS) return {};
  const isKnown = isCount(entries) && isCount(bytes);
  return { bundle: isKnown ? { entries, bytes, parts } : lockedBundle(parts) };
}

function relaysOf(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  const origins = value.flatMap((one) => (typeof one === 'string' ? (parseOrigin(one) ?? []) : []));
  return [...new Set(origins)];
}

function lifetimeIn(value: unknown): Entry['lifetime'] {
  const { until, at } = isRecord(value) ? value : {};
  if (until === 'time' && isCount(at)) return { until, at };
  return { until: until === 'session' ? until : 'stopped' };
}

function parseRecord(line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : {};
  } catch {
    return {}; // the caller finds none of the expected fields
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
