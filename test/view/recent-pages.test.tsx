// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import type { RecentPage } from '../../extension/messages.ts';
import { RecentPages } from '../../extension/ui/popup/recent-pages.tsx';
import type { Address } from '../../relay/protocol/address.ts';
import { hide, show } from './screen.ts';

const address = 'aa'.repeat(32) as Address;
const PAGE: RecentPage = {
  address,
  title: 'hello',
  link: `https://relay.test/${address}`,
  length: 5,
  origin: 'published',
  addedAt: 0,
  isUploaded: true,
};

afterEach(hide);

test.each<[Partial<RecentPage>, string]>([
  [{ holders: 0 }, 'held by nobody'],
  [{ holders: 1 }, 'only you have it'],
  [{ holders: 1, origin: 'viewed' }, 'only you have it'],
  [{ holders: 2 }, 'held by 2'],
  [{ holders: 1, isUploaded: false }, 'not uploaded'],
])('in the popup a page with %j reads %j', async (facts, words) => {
  const body = await show(
    <RecentPages
      pages={[{ ...PAGE, ...facts }]}
      heldCount={1}
      libraryHref="library.html"
      viewerHref={(link) => link}
    />,
  );
  expect(body.querySelector('.recent-facts')?.firstChild?.textContent).toBe(words);
});
