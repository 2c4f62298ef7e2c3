import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { kindOf } from '../../relay/words/page-kind.ts';
import { brands, latin1, mp3, oggPage } from '../words/media-files.ts';
import { GIF, png, wav } from './pictures.ts';

function shown(content: string | Buffer, mediaType = 'text/plain', name?: string): string {
  const bytes = new Uint8Array(typeof content === 'string' ? Buffer.from(content) : content);
  const kind = kindOf({ bytes, mediaType, ...(name !== undefined && { name }) });
  return 'mediaType' in kind ? kind.mediaType : kind.kind;
}

/** Bytes as compressed or encrypted ones are, the same each time. */
function noise(length: number): Buffer {
  let state = 7;
  const next = () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) >> 16;
  return Buffer.from(Array.from({ length }, () => next() & 0xff));
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
  ['text', 'hello', 'application/octet-stream', 'hello.bin'],
  ['text', 'hello', 'image/png', undefined],
  ['text', 'hello', 'text/unheard-of', undefined],
  ['text', '#!/bin/sh\n', 'application/x-sh', 'run'],
  ['text', 'MIT License', 'application/octet-stream', 'LICENSE'],
  ['text', 'node_modules', 'application/octet-stream', '.gitignore'],
  ['text', 'export const a = 1;\n', 'video/mp2t', 'a.ts'],
  ['text', 'a,b\r\n1,2\r\n', 'application/vnd.ms-excel', 'a.csv'],
  ['text', '', 'application/octet-stream', 'empty'],
  ['text', latin1('caf\xe9\n'), 'application/octet-stream', 'menu'],
  ['text', latin1('\x1b[31mred\x1b[0m, \x07 and o\bo'), 'application/octet-stream', 'typescript'],
  ['text', Buffer.from('no mark: 16 bits'.repeat(9), 'utf16le'), 'application/octet-stream', 'a'],
  ['text', Buffer.from('no mark: 16 bits'.repeat(9), 'utf16le').swap16(), 'text/plain', 'a'],
  ['text', Buffer.from('漢字'.repeat(9), 'utf16le'), 'text/plain;charset=utf-16le', 'a'],
  ['text', 'a log whose disk was lost\0\0'.padEnd(4_000, '.'), 'text/x-log', 'a.log'],
  ['html', '<p>a\0b'.padEnd(4_000, '.'), 'text/html', undefined],
  ['file', '\x01\x02\x03\x04', 'application/octet-stream', 'a.txt'],
  ['file', '<p>\0\0\0', 'text/html', undefined],
  ['file', noise(400), 'application/octet-stream', 'noise'],
  ['file', Buffer.from(noise(400).map((byte) => byte || 1)), 'text/css', 'noise.css'],
  ['file', Buffer.from(new Uint16Array([1, 2, 300, 4, 5, 9]).buffer), 'text/plain', 'table'],
])('%s is how %j of type %s called %s is shown', (kind, content, type, name) => {
  expect(shown(content, type, name)).toBe(kind);
});
