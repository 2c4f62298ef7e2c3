import { expect, test, vi } from 'vitest';
import { shareFile } from '../../extension/background/share/share-draft.ts';
import { bytesOf, scene } from './scene.ts';

const river = { name: 'river.zip', mediaType: 'application/zip', isSealed: false };

test('a file is read by the address that its page made, and its link tells type and name', async () => {
  const { deps, pages, clientOf } = scene();
  const url = URL.createObjectURL(new Blob([bytesOf('PK')]));
  const sharing = shareFile(deps, { ...river, url });
  await vi.waitFor(() => clientOf().open());
  expect(await sharing).toMatchObject({
    outcome: 'shared',
    link: expect.stringMatching(/#t=application\/zip&n=river.zip$/),
  });
  expect(await pages.recent(1)).toMatchObject([{ title: 'river.zip', length: 2 }]);
});

test('a file that has gone since it was handed over is not shared', async () => {
  vi.spyOn(console, 'error').mockReturnValue();
  const { deps, pages } = scene();
  const url = URL.createObjectURL(new Blob(['PK']));
  URL.revokeObjectURL(url);
  expect(await shareFile(deps, { ...river, url })).toEqual({
    outcome: 'refused',
    message: 'The file could not be read. Was it changed or moved?',
  });
  expect(await pages.count()).toBe(0);
});
