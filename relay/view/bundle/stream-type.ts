/** Which sound and film a browser can play while it comes: it wants to know the codecs before the first byte. */

/** The names of codecs in WebM, and what MediaSource calls them. */
const WEBM_CODECS: Readonly<Record<string, string>> = {
  V_VP8: 'vp8',
  V_VP9: 'vp9',
  V_AV1: 'av01.0.08M.08',
  A_OPUS: 'opus',
  A_VORBIS: 'vorbis',
};
/** The heads of files are shorter, in bytes. */
const HEAD_BYTES = 256 * 1024;

/** The type for MediaSource of a file with this start; undefined for one that is played whole. */
export function streamTypeOf(start: Uint8Array, mediaType: string): string | undefined {
  const type = typeOf(start, mediaType);
  const isPlayed = type !== undefined && 'MediaSource' in globalThis;
  return isPlayed && MediaSource.isTypeSupported(type) ? type : undefined;
}

function typeOf(start: Uint8Array, mediaType: string): string | undefined {
  switch (mediaType) {
    case 'audio/mpeg':
    case 'audio/aac':
      return mediaType;
    case 'audio/webm':
    case 'video/webm':
      return withCodecs(mediaType, webmCodecs(headOf(start)));
    case 'audio/mp4':
    case 'video/mp4':
      return withCodecs(mediaType, mp4Codecs(headOf(start), start));
    default:
      return undefined;
  }
}

function withCodecs(mediaType: string, codecs: readonly string[]): string | undefined {
  return codecs.length === 0 ? undefined : `${mediaType}; codecs="${codecs.join(', ')}"`;
}

/** One character for each byte. */
function headOf(start: Uint8Array): string {
  return new TextDecoder('latin1').decode(start.subarray(0, HEAD_BYTES));
}

function webmCodecs(head: string): readonly string[] {
  // Matroska, the larger family, has another word here, and codecs that no browser streams.
  if (!head.includes('webm')) return [];
  return Object.entries(WEBM_CODECS).flatMap(([name, codec]) =>
    head.includes(name) ? [codec] : [],
  );
}

/** Only a film in fragments can be played before its end is here: those have this box. */
function mp4Codecs(head: string, start: Uint8Array): readonly string[] {
  if (!head.includes('mvex')) return [];
  const at = head.indexOf('avcC');
  // Profile, what it leaves out, and level.
  const film = at < 0 ? [] : [`avc1.${hexOf(start.subarray(at + 5, at + 8))}`];
  const sound = head.includes('mp4a') ? ['mp4a.40.2'] : [];
  return [...film, ...sound];
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
