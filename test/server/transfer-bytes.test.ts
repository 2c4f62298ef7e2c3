import { expect, test } from 'vitest';
import { TransferBytes } from '../../relay/server/transfer-bytes.ts';

const CHUNK = 64 * 1024;

/** The memory of the frames that are kept of a transfer. */
function held(bytes: TransferBytes): number {
  const buffers = new Set(bytes.kept(1).map(({ buffer }) => buffer));
  return [...buffers].reduce((sum, { byteLength }) => sum + byteLength, 0);
}

test('kept frames that were small parts of what was read hold none of the rest', () => {
  const bytes = new TransferBytes();
  for (let n = 0; n < 100; n++) {
    bytes.add(1, Buffer.alloc(CHUNK, n).subarray(7, 49), { hash: false, keep: true });
  }
  expect(held(bytes)).toBe(100 * 42);
  expect([...(bytes.kept(1)[99] ?? [])]).toEqual(Array.from({ length: 42 }, () => 99));
});

test('a kept frame that was most of what was read is not copied', () => {
  const bytes = new TransferBytes();
  const frame = Buffer.alloc(CHUNK).subarray(41);
  bytes.add(1, frame, { hash: false, keep: true });
  expect(bytes.kept(1)[0]).toBe(frame);
});
