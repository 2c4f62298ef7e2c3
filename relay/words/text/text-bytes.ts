/** Signs in a file's first bytes that it is no text. */

const START_BYTES = 4_096;

/** Says whether the first bytes include a zero. Only UTF-16 has zeros in text, and UTF-16 has a mark. */
export function isBinary(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return !isUtf16 && bytes.subarray(0, START_BYTES).includes(0);
}

/** Says whether the first bytes include characters that no text has. */
export function hasControls(bytes: Uint8Array): boolean {
  const isControl = (byte: number) => byte < 32 && ![9, 10, 12, 13].includes(byte);
  return bytes.subarray(0, START_BYTES).some(isControl);
}
