import { type Address, ADDRESS_BYTES } from '../../protocol/address.ts';
import { encodeFrame, FRAME_HEADER_BYTES, payloadOf } from '../../protocol/frames.ts';

/** Where a content frame that was parsed before begins and ends, and how long its page is. */
export function extentOf(frame: Uint8Array): { from: number; to: number; total: number } {
  const view = new DataView(frame.buffer, frame.byteOffset, FRAME_HEADER_BYTES);
  const from = view.getUint32(1 + ADDRESS_BYTES);
  const total = view.getUint32(1 + ADDRESS_BYTES + 4);
  return { from, to: from + frame.length - FRAME_HEADER_BYTES, total };
}

/** A content frame as two, the second from byte `at` of the page on. */
export function cutFrame(
  address: Address,
  frame: Uint8Array,
  at: number,
): readonly [Uint8Array, Uint8Array] {
  const { from, total } = extentOf(frame);
  const payload = payloadOf(frame);
  return [
    encodeFrame(address, from, total, payload.subarray(0, at - from)),
    encodeFrame(address, at, total, payload.subarray(at - from)),
  ];
}
