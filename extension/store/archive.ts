/** The file that pages are exported to: a line of JSON before the bytes of each. `extension/ARCHIVE.md` describes it. */
import {
  type Address,
  decodeBase64url,
  encodeBase64url,
  isAddress,
  KEY_BYTES,
  parseOrigin,
} from '@mayfly/relay/protocol';
import type { PageRecord } from './database.ts';
import type { Lifetime } from './lifetime.ts';
import { cutTitle } from './title.ts';

export const ARCHIVE_VERSION = 1;
/** The longest line, in bytes. */
export const LINE_BYTES = 64 * 1024;
const NAME_CHARS = 1_000;

/** The first line of an archive. */
export const ARCHIVE_HEAD = `${JSON.stringify({ mayfly: 'pages', version: ARCHIVE_VERSION })}\n`;

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
}

/**
 * The line before the bytes of a page. Without its key, the line says nothing about the content of an encrypted page.
 */
export function entryLine(page: PageRecord, hasKey: boolean): string {
  const { address, length, key, origin, relays, addedAt, expires, isLocked, lifetime } = page;
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
  const rest = { origin, relays, addedAt, expires, isLocked, lifetime: until };
  return `${JSON.stringify({ address, length, key: keyText, ...description, ...rest })}\n`;
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
    lifetime: lifetimeIn(record['lifetime']),
  };
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
