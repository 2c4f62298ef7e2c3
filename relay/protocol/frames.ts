import { ADDRESS_BYTES, type Address, addressFromBytes, writeAddress } from './address.ts';
import { type Violation, violation } from './parse.ts';

/** The header of a content frame. Sizes and offsets are in bytes. */
export interface FrameHeader {
  readonly address: Address;
  readonly offset: number;
  /** The length of the whole page. */
  readonly total: number;
  /** The length of the payload. */
  readonly length: number;
}

/** `0x01 ‖ address (32) ‖ offset (u32 BE) ‖ total (u32 BE)` stand before the payload. */
export const FRAME_HEADER_BYTES = 1 + ADDRESS_BYTES + 4 + 4;

const CONTENT = 0x01;

/** Bytes `[offset, offset + payload.length)` of a page as one content frame. */
export function encodeFrame(
  address: Address,
  offset: number,
  total: number,
  payload: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(FRAME_HEADER_BYTES + payload.length);
  frame[0] = CONTENT;
  writeAddress(address, frame, 1);
  const view = new DataView(frame.buffer);
  view.setUint32(1 + ADDRESS_BYTES, offset);
  view.setUint32(1 + ADDRESS_BYTES + 4, total);
  frame.set(payload, FRAME_HEADER_BYTES);
  return frame;
}

/** The header of the content frame `frame`, or the violation in it. Never throws, copies nothing. */
export function parseFrame(frame: Uint8Array, frameBytes: number): FrameHeader | Violation {
  const length = frame.length - FRAME_HEADER_BYTES;
  if (length < 1 || length > frameBytes || frame[0] !== CONTENT) {
    return violation('malformed', `expected a content frame of 1 to ${frameBytes} payload bytes`);
  }
  const { offset, total } = extentOf(frame);
  if (offset + length > total) {
    return violation(
      'malformed',
      `a frame of ${length} bytes at ${offset} passes its total ${total}`,
    );
  }
  return { address: addressFromBytes(frame, 1), offset, total, length };
}

/** The range of the page that a frame of sufficient length holds. Does not check its address. */
export function extentOf(frame: Uint8Array): Omit<FrameHeader, 'address'> {
  const view = new DataView(frame.buffer, frame.byteOffset, FRAME_HEADER_BYTES);
  return {
    offset: view.getUint32(1 + ADDRESS_BYTES),
    total: view.getUint32(1 + ADDRESS_BYTES + 4),
    length: frame.length - FRAME_HEADER_BYTES,
  };
}

/** The payload of a frame that `parseFrame` accepted, as a view of the same memory. */
export function payloadOf(frame: Uint8Array): Uint8Array {
  return frame.subarray(FRAME_HEADER_BYTES);
}
