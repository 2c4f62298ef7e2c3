/** Separates film from sound in a WebM or Matroska file. */

const SEGMENT = 0x18538067;
const TRACKS = 0x1654ae6b;
const TRACK = 0xae;
const KIND_OF_TRACK = 0x83;
const CLUSTER = 0x1f43b675;
const FILM = 1;
const SOUND = 2;
const MOST_ELEMENTS = 4_096;

/** True also if the file does not say: a film player plays sound, but a sound player plays no film. */
export function hasWebmFilm(bytes: Uint8Array): boolean {
  const kinds = kindsOfTracks(bytes);
  return kinds.includes(FILM) || !kinds.includes(SOUND);
}

function kindsOfTracks(bytes: Uint8Array): number[] {
  const kinds: number[] = [];
  const whole = { from: 0, to: bytes.length };
  const segment = first(bytes, whole, SEGMENT);
  const tracks = segment && first(bytes, segment, TRACKS);
  if (!tracks) return kinds;
  for (const track of elements(bytes, tracks)) {
    const kind = track.id === TRACK ? first(bytes, track, KIND_OF_TRACK) : undefined;
    if (kind) kinds.push(bytes[kind.from] ?? 0);
  }
  return kinds;
}

interface Part {
  readonly from: number;
  readonly to: number;
}
interface Element extends Part {
  readonly id: number;
}

function first(bytes: Uint8Array, within: Part, id: number): Element | undefined {
  for (const element of elements(bytes, within)) {
    if (element.id === id) return element;
    if (element.id === CLUSTER) return undefined; // sound and film themselves follow
  }
  return undefined;
}

function* elements(bytes: Uint8Array, { from, to }: Part): Generator<Element> {
  for (let at = from, count = 0; at < to && count < MOST_ELEMENTS; count++) {
    const id = readNumber(bytes, at, true);
    const size = id && readNumber(bytes, at + id.length, false);
    if (!id || !size) return;
    const start = at + id.length + size.length;
    const end = size.isUnknown ? to : Math.min(start + size.value, to);
    yield { id: id.value, from: start, to: end };
    at = end;
  }
}

/** A number whose first byte gives its length. An id keeps the bit for the length. */
function readNumber(bytes: Uint8Array, at: number, keepsLength: boolean) {
  const lead = bytes[at];
  if (lead === undefined || lead === 0) return undefined;
  const length = Math.clz32(lead) - 23;
  let value = keepsLength ? lead : lead & (0xff >> length);
  let isUnknown = value === 0xff >> length;
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) return undefined;
    value = value * 0x100 + byte;
    isUnknown &&= byte === 0xff;
  }
  return { value, length, isUnknown };
}
