import { afterEach, expect, test, vi } from 'vitest';
import { streamTypeOf } from '../../../relay/view/bundle/stream-type.ts';

const bytesOf = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));

afterEach(() => {
  vi.unstubAllGlobals();
});

test.each([
  ['MP3', '', 'audio/mpeg', 'audio/mpeg'],
  ['WebM', '\x1aE\xdf\xa3webm V_VP9 A_OPUS', 'video/webm', 'video/webm; codecs="vp9, opus"'],
  ['Matroska', '\x1aE\xdf\xa3matroska V_MPEG4/ISO/AVC', 'video/webm', undefined],
  ['MP4 in one piece', 'ftyp moov avcC\x01\x64\x00\x1f', 'video/mp4', undefined],
  [
    'MP4 in fragments',
    'ftyp mvex avcC\x01\x64\x80\x1f mp4a',
    'video/mp4',
    'video/mp4; codecs="avc1.64801f, mp4a.40.2"',
  ],
  ['a kind that no browser streams', 'RIFF', 'audio/wav', undefined],
])('%s', (_, start, mediaType, type) => {
  vi.stubGlobal('MediaSource', { isTypeSupported: () => true });
  expect(streamTypeOf(bytesOf(start), mediaType)).toBe(type);
});

test('what the browser does not stream is played whole', () => {
  expect(streamTypeOf(bytesOf(''), 'audio/mpeg')).toBeUndefined();
  vi.stubGlobal('MediaSource', { isTypeSupported: () => false });
  expect(streamTypeOf(bytesOf(''), 'audio/mpeg')).toBeUndefined();
});
