// @vitest-environment happy-dom
/** The treatment of images that cannot be read. */
import { expect, test } from 'vitest';
import type { CopiedImage } from '../../extension/capture/copy.ts';
import { inlineImages } from '../../extension/capture/inline-images.ts';

/** As it stands in a frame where nothing loads. */
function unloaded(attributes: string): CopiedImage {
  const frame = document.createElement('div');
  frame.innerHTML = `<img ${attributes}>`;
  const original = frame.querySelector('img');
  if (!original) throw new Error('expected an image');
  const copy = document.createElement('img');
  document.createElement('p').append(copy);
  return { original, copy };
}

test('an image that did not load is missed', async () => {
  const images = [unloaded('alt="a fly"'), unloaded('width="600" height="400"')];
  expect(await inlineImages(images, 100_000)).toBe(2);
});

test('one that nobody would see is not', async () => {
  const images = [unloaded('width="1" height="1"'), unloaded('height="2px"')];
  expect(await inlineImages(images, 100_000)).toBe(0);
});
