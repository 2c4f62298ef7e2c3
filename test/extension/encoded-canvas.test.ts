/** The format of a picture that is made of pixels. */
import { expect, test } from 'vitest';
import { encodeSmaller } from '../../extension/capture/encoded-canvas.ts';

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
