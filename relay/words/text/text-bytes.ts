/** Signs in a file's first bytes that it is no text. */

const START_BYTES = 4_096;

/** Whether there is a zero byte among the first, as in no text but UTF-16, which is marked. */
export function isBinary(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return !isUtf16 && bytes.subarray(0, START_BYTES).includes(0);
}

/** Whether there are characters among the first that no text has. */
export function hasControls(bytes: Uint8Array): boolean {
  const isControl = (byte: number) => byte < 32 && ![9, 10, 12, 13].includes(byte);
  return bytes.subarray(0, START_BYTES).some(isControl);
}
