import { createHash } from 'node:crypto';
import type { Address } from '../../../relay/protocol/index.ts';

export const fromHex = (hex: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(Buffer.from(hex, 'hex'));

/** This number of addresses, always the same ones. */
export function addresses(count: number, name = 'page'): readonly Address[] {
  return Array.from(
    { length: count },
    (_, i) => createHash('sha256').update(`${name} ${i}`).digest('hex') as Address,
  );
}
