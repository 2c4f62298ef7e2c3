// @vitest-environment happy-dom
/** An image in a shared page tells nothing that nobody sees. */
import { expect, test } from 'vitest';
import { hasPlace } from '../../relay/words/index.ts';
import { bareImage } from '../../extension/capture/bare-image.ts';
import { exif, jpeg } from '../words/photos.ts';

const photo = (notes: Buffer) => new Blob([new Uint8Array(notes)], { type: 'image/jpeg' });

test('a photo loses the place where it was taken', async () => {
  const bare = await bareImage(photo(jpeg(exif({ latitude: 48 }))));
  expect(bare?.type).toBe('image/jpeg');
  expect(hasPlace(new Uint8Array((await bare?.arrayBuffer()) ?? []))).toBe(false);
});

test('a photo without a place stays as it is', async () => {
  const image = photo(jpeg(exif({})));
  expect(await bareImage(image)).toBe(image);
});

test('a drawing loses comments, notes and scripts, and keeps what is drawn', async () => {
  const markup =
    '<svg xmlns="http://www.w3.org/2000/svg" data-user="SECRET" viewBox="0 0 9 9"><!-- SECRET --><metadata>SECRET</metadata><script>SECRET</script><path d="M0 0h9"/></svg>';
  const bare = await bareImage(new Blob([markup], { type: 'image/svg+xml' }));
  const text = (await bare?.text()) ?? '';
  expect(text).toContain('d="M0 0h9"');
  expect(text).toContain('viewBox="0 0 9 9"');
  expect(text).not.toContain('SECRET');
});
