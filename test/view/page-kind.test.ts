import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Address } from '../../relay/protocol/address.ts';
import { kindOf } from '../../relay/view/page-kind.ts';
import { brands, latin1, mp3, oggPage } from '../words/media-files.ts';
import { GIF, png, wav } from './pictures.ts';

const address = 'aa'.repeat(32) as Address;

function shown(content: string | Buffer, mediaType = 'text/plain', name?: string): string {
  const bytes = new Uint8Array(typeof content === 'string' ? Buffer.from(content) : content);
  const kind = kindOf({ address, bytes, mediaType, ...(name !== undefined && { name }) });
  return 'mediaType' in kind ? kind.mediaType : kind.kind;
}

test.each([
  ['image/png', png(1)],
  ['image/jpeg', latin1('\xff\xd8\xff\xe0\0\x10JFIF')],
  ['image/gif', GIF],
  ['image/webp', latin1('RIFF\x24\0\0\0WEBPVP8 ')],
  ['image/avif', latin1('\0\0\0\x20ftypavif\0\0\0\0')],
  ['audio/wav', wav()],
  ['audio/ogg', latin1('OggS\0\x02')],
  ['audio/flac', latin1('fLaC\0\0\0\x22')],
  ['audio/mpeg', mp3()],
  ['image/heic', brands('heic')],
  ['video/ogg', oggPage('\x80theora')],
  ['audio/mp4', latin1('\0\0\0\x20ftypM4A ')],
  ['video/mp4', latin1('\0\0\0\x20ftypisom')],
  ['video/webm', latin1('\x1aE\xdf\xa3')],
  ['file', '%PDF-1.7\n'],
])('what has the first bytes of %s is shown so, whatever its link says', (kind, bytes) => {
  for (const told of ['text/plain', 'text/html', 'application/zip', kind]) {
    expect(shown(bytes, told)).toBe(kind);
  }
});

test.each([
  ['GIF89a is how a picture starts', 'text/plain'],
  ['RIFF and WEBP are words', 'text/plain'],
  ['not ftypical', 'text/plain'],
])('the text %j stays text', (text, type) => {
  expect(shown(text, type)).toBe('text');
});

const svg = '<?xml version="1.0"?>\n<!-- by hand -->\n<svg xmlns="http://www.w3.org/2000/svg"/>';

test.each([
  ['image/svg+xml', svg, 'image/svg+xml', undefined],
  ['image/svg+xml', svg, 'application/octet-stream', 'a.svg'],
  ['image/svg+xml', gzipSync(svg), 'image/svg+xml', undefined],
  ['image/svg+xml', gzipSync(svg), 'application/octet-stream', 'a.svgz'],
  ['file', gzipSync(svg), 'application/gzip', 'a.svg.gz'],
  ['text', svg, 'text/plain', undefined],
  ['html', svg, 'text/html', 'a.svg'],
  ['text', '<html><svg/>', 'image/svg+xml', undefined],
  ['html', '<p>x', 'TEXT/HTML; charset=utf-8', undefined],
  ['markdown', '# x', 'text/markdown', undefined],
  ['markdown', '# x', 'application/octet-stream', 'README.md'],
  ['markdown', '# x', 'text/plain', 'README.md'],
  ['text', '{}', 'application/json', undefined],
  ['text', '{}', 'application/vnd.api+json', undefined],
  ['text', '{}', 'application/feed', 'x.json'],
  ['text', 'all: test', 'application/octet-stream', 'Makefile'],
  ['text', 'a,b', 'application/octet-stream', 'table.csv'],
  ['file', 'a\0b', 'application/octet-stream', 'table.csv'],
  ['file', 'PK\x03\x04\0\0', 'text/plain', undefined],
  ['text', Buffer.from('\uFEFFhello', 'utf16le'), 'text/plain', undefined],
  ['file', 'hello', 'application/octet-stream', 'hello.bin'],
  ['file', 'hello', 'image/png', undefined],
  ['text', 'hello', 'text/unheard-of', undefined],
])('%s is how %j of type %s called %s is shown', (kind, content, type, name) => {
  expect(shown(content, type, name)).toBe(kind);
});
