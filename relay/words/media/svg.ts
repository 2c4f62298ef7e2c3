/** Recognises SVG pictures in any encoding. */

/** The largest drawing that is checked and drawn, in bytes. */
export const SVG_BYTES = 4 * 1024 * 1024;

/** Says whether the first element is that of an SVG picture. */
export function isSvg(bytes: Uint8Array): boolean {
  if (!/^[\0\s<\xef\xfe\xff]/.test(String.fromCharCode(bytes[0] ?? 0))) return false; // most files
  const text = decodeXml(bytes.subarray(0, SVG_BYTES));
  const at = endOfProlog(text);
  return /^<(?:[\w.-]+:)?svg[\s/>]/i.test(text.slice(at, at + 100));
}

/**
 * The text of an SVG picture without its XML declaration. Drawn as UTF-8, it is exactly the checked text: no program
 * can read another encoding into it.
 */
export function svgTextOf(bytes: Uint8Array): string {
  return decodeXml(bytes).replace(/^\s*<\?xml\s[^?]*\?>/, '');
}

/** Says whether a file may be a compressed SVG picture (svgz), judged by its first bytes. */
export function isCompressed(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;
}

function decodeXml(bytes: Uint8Array): string {
  return new TextDecoder(encodingOfXml(bytes)).decode(bytes);
}

function encodingOfXml(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return 'utf-16be';
  const start = String.fromCharCode(...bytes.subarray(0, 256));
  const [, declared] = /^\s*<\?xml\s[^?]*?encoding\s*=\s*["']([\w.-]+)["']/.exec(start) ?? [];
  // The readable part is not UTF-16.
  return declared !== undefined && !/^utf-?16|^ucs/i.test(declared) && isEncoding(declared)
    ? declared
    : 'utf-8';
}

function isEncoding(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== '';
  } catch {
    return false; // a stranger chose the name, and no decoder has it
  }
}

/**
 * The start of the first element. The prolog before it may be long: licences, and entities that stand for addresses.
 */
function endOfProlog(text: string): number {
  let at = 0;
  for (;;) {
    while (/\s/.test(text.charAt(at))) at++;
    const end = text.startsWith('<?', at)
      ? after(text, '?>', at)
      : text.startsWith('<!--', at)
        ? after(text, '-->', at + 4)
        : /^<!doctype/i.test(text.slice(at, at + 9))
          ? endOfDoctype(text, at)
          : at;
    if (end === at) return at;
    at = end;
  }
}

function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found + mark.length;
}

/** Declarations in brackets may contain signs in quotes and comments. */
function endOfDoctype(text: string, from: number): number {
  const pieces = /<!--|"[^"]*"|'[^']*'|[[\]>]/g;
  pieces.lastIndex = from;
  let depth = 0;
  for (let found = pieces.exec(text); found; found = pieces.exec(text)) {
    const [sign] = found;
    if (sign === '<!--') pieces.lastIndex = after(text, '-->', pieces.lastIndex);
    else if (sign === '[') depth++;
    else if (sign === ']') depth--;
    else if (sign === '>' && depth === 0) return pieces.lastIndex;
  }
  return text.length;
}
