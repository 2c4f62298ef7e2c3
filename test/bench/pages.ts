import { createHash, randomFillSync } from 'node:crypto';
import {
  type Address,
  addressFromBytes,
  DEFAULT_LIMITS,
  encodeFrame,
} from '../../relay/protocol/index.ts';

/** A page as a seeder of the bench holds it: cut into frames beforehand, so that no time goes into that. */
export interface Page {
  readonly address: Address;
  readonly total: number;
  readonly frames: readonly Uint8Array[];
}

export const KIB = 1024;
export const MIB = 1024 * KIB;

const { frameBytes } = DEFAULT_LIMITS;

/** A page that nobody has seen before. */
export function freshPage(bytes: number): Page {
  return cut(randomFillSync(new Uint8Array(bytes)));
}

export function freshPages(count: number, bytes: number): Page[] {
  return Array.from({ length: count }, () => freshPage(bytes));
}

export function everyNth(pages: readonly Page[], n: number, first: number): Page[] {
  return pages.filter((_, i) => i % n === first);
}

/** The frames of a range; whole ones, so `from` must be where one begins. */
export function framesOf(page: Page, from: number, length: number): readonly Uint8Array[] {
  if (from % frameBytes !== 0) throw new Error(`expected a multiple of ${frameBytes}, got ${from}`);
  return page.frames.slice(from / frameBytes, Math.ceil((from + length) / frameBytes));
}

function cut(bytes: Uint8Array): Page {
  const address = addressFromBytes(createHash('sha256').update(bytes).digest());
  const total = bytes.length;
  const frames = Array.from({ length: Math.ceil(total / frameBytes) }, (_, i) => {
    const offset = i * frameBytes;
    return encodeFrame(address, offset, total, bytes.subarray(offset, offset + frameBytes));
  });
  return { address, total, frames };
}
