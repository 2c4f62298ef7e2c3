import { expect, test } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { openLink } from '../../extension/background/read/open-link.ts';
import { HOME } from './scene.ts';

test('the code of a keeper that is opened as a link is said to be one', async () => {
  const before = await fakeBrowser.tabs.query({});
  const opened = await openLink(`${HOME}/${'ab'.repeat(32)}#h=${'A'.repeat(43)}`);
  expect(opened).toMatchObject({ outcome: 'refused', message: expect.stringContaining('keeper') });
  expect(await fakeBrowser.tabs.query({})).toEqual(before);
});
