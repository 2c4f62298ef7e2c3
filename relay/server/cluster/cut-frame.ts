import type { Address } from '../../protocol/address.ts';
import { encodeFrame, extentOf, payloadOf } from '../../protocol/frames.ts';

/** A content frame as two, the second from byte `at` of the page on. */
export function cutFrame(
  address: Address,
  frame: Uint8Array,
  at: number,
): readonly [Uint8Array, Uint8Array] {
  const { offset, total } = extentOf(frame);
  const payload = payloadOf(frame);
  return [
    encodeFrame(address, offset, total, payload.subarray(0, at - offset)),
    encodeFrame(address, at, total, payload.subarray(at - offset)),
  ];
}
