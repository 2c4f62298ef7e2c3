/** The format of a picture that is made of pixels. */
import { expect, test } from 'vitest';
import { encodeCrisp, encodeSmaller } from '../../extension/capture/encoded-canvas.ts';

/** A canvas whose files have so many bytes. */
function canvasOf(height: number, bytes: Readonly<Record<string, number>>): HTMLCanvasElement {
  const toBlob = (take: BlobCallback, type = '') => {
    const length = bytes[type];
    take(length === undefined ? null : new Blob([new Uint8Array(length)], { type }));
  };
  // The encoder uses no more of it.
  return { width: 100, height, toBlob } as unknown as HTMLCanvasElement;
}

test('is the smaller one', async () => {
  const photo = canvasOf(50, { 'image/png': 90, 'image/webp': 9 });
  expect((await encodeSmaller(photo))?.type).toBe('image/webp');
  const drawing = canvasOf(50, { 'image/png': 9, 'image/webp': 90 });
  expect((await encodeSmaller(drawing))?.type).toBe('image/png');
});

test('is the one that the browser knows, if any', async () => {
  expect((await encodeSmaller(canvasOf(50, { 'image/png': 90 })))?.type).toBe('image/png');
  expect(await encodeSmaller(canvasOf(50, {}))).toBeUndefined();
});

test('is PNG where the picture has more rows than a WebP can have', async () => {
  const long = { 'image/png': 90, 'image/webp': 9 };
  expect((await encodeSmaller(canvasOf(16_383, long)))?.type).toBe('image/webp');
  expect((await encodeSmaller(canvasOf(16_384, long)))?.type).toBe('image/png');
});

const MIB = 1024 * 1024;

/** An encoder of files of these sizes, and the names of what it was asked for. */
function encoderOf(bytes: Readonly<Record<string, number>>) {
  const asked: string[] = [];
  const encode = async (type: string, quality: number) => {
    const name = `${type} ${quality}`;
    asked.push(name);
    return new Blob([new Uint8Array(bytes[name] ?? 0)], { type: name });
  };
  return { asked, encode };
}

const PAGE = { width: 100, height: 50, mayBlur: true };

test('of words keeps each of its pixels, in the smaller of two files', async () => {
  const words = encoderOf({ 'image/png 1': 3 * MIB, 'image/webp 1': 2 * MIB });
  expect((await encodeCrisp(PAGE, words.encode))?.type).toBe('image/webp 1');
  const shapes = encoderOf({ 'image/png 1': 2 * MIB, 'image/webp 1': 3 * MIB });
  expect((await encodeCrisp(PAGE, shapes.encode))?.type).toBe('image/png 1');
  expect([...words.asked, ...shapes.asked]).not.toContain('image/webp 0.92');
});

test('of photos keeps them nearly as they are, if that is less than half as large', async () => {
  const exact = { 'image/png 1': 6 * MIB, 'image/webp 1': 5 * MIB };
  const photos = encoderOf({ ...exact, 'image/webp 0.92': 2 * MIB });
  expect((await encodeCrisp(PAGE, photos.encode))?.type).toBe('image/webp 0.92');
  const words = encoderOf({ ...exact, 'image/webp 0.92': 4 * MIB });
  expect((await encodeCrisp(PAGE, words.encode))?.type).toBe('image/webp 1');
});

test('of a long page is a PNG, however large', async () => {
  const { asked, encode } = encoderOf({ 'image/png 1': 5 * MIB });
  await encodeCrisp({ ...PAGE, height: 16_384 }, encode);
  expect(asked).toEqual(['image/png 1']);
});

test('whose black parts must be black keeps each of its pixels, however large', async () => {
  const { asked, encode } = encoderOf({ 'image/png 1': 6 * MIB, 'image/webp 1': 5 * MIB });
  expect((await encodeCrisp({ ...PAGE, mayBlur: false }, encode))?.type).toBe('image/webp 1');
  expect(asked).not.toContain('image/webp 0.92');
});
