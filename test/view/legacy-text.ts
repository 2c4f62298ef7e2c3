/** Texts in the encodings of old, which no platform writes any more. */

const tables = new Map<string, ReadonlyMap<string, readonly number[]>>();

/** `text` in `encoding`, which has characters of one or two bytes; letters that it lacks are left out. */
export function encodedAs(encoding: string, text: string): Uint8Array<ArrayBuffer> {
  const table = tables.get(encoding) ?? tableOf(encoding);
  tables.set(encoding, table);
  return Uint8Array.from(Array.from(text).flatMap((letter) => table.get(letter) ?? []));
}

/** The bytes of each character, found by decoding every sequence. */
function tableOf(encoding: string): ReadonlyMap<string, readonly number[]> {
  const decoder = new TextDecoder(encoding);
  const table = new Map<string, readonly number[]>();
  const learn = (...bytes: number[]) => {
    const text = decoder.decode(Uint8Array.from(bytes));
    const isOne = Array.from(text).length === 1 && text !== '\ufffd';
    if (isOne && !table.has(text)) table.set(text, bytes);
  };
  const all = Array.from({ length: 256 }, (_, byte) => byte);
  for (const byte of all) learn(byte);
  for (const first of all.slice(0x80)) for (const second of all.slice(0x30)) learn(first, second);
  return table;
}

/** UTF-32 with its mark. */
export function wideText(text: string, isLittle: boolean): Uint8Array<ArrayBuffer> {
  const letters = Array.from(`\ufeff${text}`);
  const view = new DataView(new ArrayBuffer(letters.length * 4));
  letters.forEach((letter, at) => view.setUint32(at * 4, letter.codePointAt(0) ?? 0, isLittle));
  return new Uint8Array(view.buffer);
}
