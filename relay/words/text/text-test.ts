/** Separates text from other bytes, whatever their type says. */
import { certainEncoding, charsetOf } from './encoding.ts';
import type { Page } from '../reading.ts';

const START_BYTES = 64 * 1024;
/** A text may contain a few stray control characters. Every tenth byte of noise is one. */
const CONTROLS_IN_UTF8 = 0.02;
const CONTROLS_IN_OTHERS = 0.005;

/** Says whether these bytes show readable text. `isTold` says whether their type calls them text. */
export function isText(
  { bytes, mediaType }: Pick<Page, 'bytes' | 'mediaType'>,
  isTold = false,
): boolean {
  const encoding = certainEncoding(bytes) ?? charsetOf(mediaType) ?? '';
  const start = bytes.subarray(0, START_BYTES);
  if (/^utf-(?:16|32)/.test(encoding)) return isWideText(start, encoding);
  if (!isTold && start.includes(0)) return false;
  const most = encoding === 'utf-8' ? CONTROLS_IN_UTF8 : CONTROLS_IN_OTHERS;
  return controlsIn(start) <= start.length * most;
}

function controlsIn(bytes: Uint8Array): number {
  let controls = 0;
  for (const byte of bytes) if (isControl(byte)) controls += 1;
  return controls;
}

/** Control characters except those that texts contain: bell, backspace, tabs, ends of lines and pages, escape. */
function isControl(code: number): boolean {
  return code < 7 || (code > 13 && code < 32 && code !== 27) || code === 127;
}

/** Two or four bytes a character. A character without a meaning is a number of something else. */
function isWideText(bytes: Uint8Array, encoding: string): boolean {
  const step = encoding.startsWith('utf-16') ? 2 : 4;
  const isLittle = encoding.endsWith('le');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let controls = 0;
  for (let at = 0; at + step <= bytes.length; at += step) {
    const code = step === 2 ? view.getUint16(at, isLittle) : view.getUint32(at, isLittle);
    if (isControl(code) || code > 0x10ffff) controls += 1;
  }
  return controls * step <= bytes.length * CONTROLS_IN_UTF8;
}
