/** The beginnings of sound and film files, made byte by byte: as much as tells what they are. */

export const latin1 = (text: string) => Buffer.from(text, 'latin1');

/** A box of the ISO base media format. */
export function box(name: string, ...content: readonly (string | Buffer)[]): Buffer {
  const body = Buffer.concat(
    content.map((part) => (typeof part === 'string' ? latin1(part) : part)),
  );
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8, 0);
  head.write(name, 4, 'latin1');
  return Buffer.concat([head, body]);
}

/** The first box of such a file: its own brand, and those that it is made after. */
export const brands = (major: string, ...compatible: readonly string[]) =>
  box('ftyp', major, '\0\0\0\0', ...compatible);

/** A film with tracks of these kinds: `vide`, `soun`. */
export const tracks = (...kinds: readonly string[]) =>
  box(
    'moov',
    ...kinds.map((kind) => box('trak', box('mdia', box('hdlr', `${'\0'.repeat(8)}${kind}`)))),
  );

/** A page of an Ogg file, the first one of its stream. */
export const oggPage = (content: string, flags = '\x02') =>
  latin1(`OggS\0${flags}${'\0'.repeat(20)}\x01${String.fromCharCode(content.length)}${content}`);

/** An element of a WebM file; without content's length where that is not known. */
function element(id: string, content: Buffer, isUnknown = false): Buffer {
  const size = isUnknown ? 0xff : 0x80 | content.length;
  return Buffer.concat([Buffer.from(id, 'hex'), Buffer.from([size]), content]);
}

/** A WebM file with tracks of these kinds: 1 for film, 2 for sound. */
export function webm(...kinds: readonly number[]): Buffer {
  const all = kinds.map((kind) => element('ae', element('83', Buffer.from([kind]))));
  const info = element('1549a966', Buffer.from([0]));
  const segment = Buffer.concat([info, element('1654ae6b', Buffer.concat(all))]);
  return Buffer.concat([element('1a45dfa3', latin1('webm')), element('18538067', segment, true)]);
}

/** Notes (ID3) of some length that come before sound. */
export const id3 = (version = 4, length = 20) =>
  latin1(
    `ID3${String.fromCharCode(version)}\0\0\0\0\0${String.fromCharCode(length)}${'\0'.repeat(length)}`,
  );

/** Two frames of MP3: 128,000 bits a second at 44,100 Hz. */
export const mp3 = (header = '\xff\xfb\x90\x64', length = 417) =>
  latin1((header + '\x55'.repeat(length - 4)).repeat(2));

/** Two frames of AAC. */
export const adts = () => latin1(`\xff\xf1\x50\x80\x02\x00\xfc${'\x55'.repeat(9)}`.repeat(2));
