/** Orders to keep pages: as files, and how two of them become one. They say nothing about what a page contains. */
import type { KeepOrder } from '../../client/index.ts';
import { type Address, isAddress } from '../../protocol/index.ts';

/** The pages of an order. The manifest comes last, when its parts are there. */
export function pagesOf({ address, parts }: KeepOrder): readonly Address[] {
  return [...parts, address];
}

/** Joins two orders for the same page: the keeper keeps it until the later end. */
export function mergedOrder(one: KeepOrder, other: KeepOrder): KeepOrder {
  const { until: _, ...rest } = { ...one, ...other };
  const ends = one.until === undefined || other.until === undefined ? [] : [one.until, other.until];
  return {
    ...rest,
    parts: other.parts.length > 0 ? other.parts : one.parts,
    bytes: Math.max(one.bytes, other.bytes),
    by: [...new Set([...one.by, ...other.by])],
    ...(ends.length > 0 && { until: Math.max(...ends) }),
  };
}

export function isOver({ until }: KeepOrder, nowMs: number): boolean {
  return until !== undefined && until * 1000 <= nowMs;
}

const VERSION = 1;

export function formatOrder({ parts, bytes, until, relay, by }: KeepOrder): string {
  return `${JSON.stringify({ version: VERSION, parts, bytes, until, relay, by })}\n`;
}

/** The order in a file; undefined if the file is damaged. */
export function parseOrder(address: Address, text: string): KeepOrder | undefined {
  const facts = recordIn(text);
  if (facts?.['version'] !== VERSION) return undefined;
  const { parts, bytes, until, relay, by } = facts;
  if (!isList(parts, isAddress) || !isList(by, isText) || !isCount(bytes)) return undefined;
  if (until !== undefined && !isCount(until)) return undefined;
  if (relay !== undefined && !isText(relay)) return undefined;
  return {
    address,
    parts,
    bytes,
    by,
    ...(until !== undefined && { until }),
    ...(relay !== undefined && { relay }),
  };
}

function recordIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined; // damaged
  }
}

function isList<T>(value: unknown, isOne: (one: unknown) => one is T): value is T[] {
  return Array.isArray(value) && value.every(isOne);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
