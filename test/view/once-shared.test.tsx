// @vitest-environment happy-dom
/** The extension's screens of a page that was shared by links that open once. */
import { afterEach, expect, test, vi } from 'vitest';
import type { RecentPage } from '../../extension/messages.ts';
import { AttemptNotice } from '../../extension/ui/attempt-notice.tsx';
import { DeleteDialog, isOpenToSome, isWorthAsking } from '../../extension/ui/delete-dialog.tsx';
import { RecentPages } from '../../extension/ui/popup/recent-pages.tsx';
import type { Address } from '../../relay/protocol/address.ts';
import { ONCE_LINKS } from '../../relay/view/once/lazy-sharing.ts';
import type { OnceLinkView } from '../../relay/words/once-link.ts';
import { findButton, hide, show } from './screen.ts';

const address = 'ab'.repeat(32) as Address;
const none = { count: 0 };
const fresh: OnceLinkView = {
  lock: 'cd'.repeat(32) as Address,
  link: 'https://relay.test/cd#b=secret',
  total: 1,
  opened: [],
  refused: { wrongProof: none, spent: none },
};
const opened: OnceLinkView = { ...fresh, opened: [{ at: 1_000, receivedAt: 1_000 }] };
const recent: RecentPage = {
  ...{ address, title: 'hello', link: `https://relay.test/${address}`, length: 5 },
  ...{ origin: 'published', addedAt: 1, isUploaded: true },
};

afterEach(hide);

async function notice(once: readonly OnceLinkView[], isCopied: boolean, now = once) {
  await ONCE_LINKS.load();
  const [{ link } = fresh] = once;
  const facts = { outcome: 'shared', address, link, once, isNew: true } as const;
  const shared = { ...facts, isAnnounced: true, unreached: [] };
  const acts = { viewerHref: (to: string) => to, onName: vi.fn(), onUndo: vi.fn() };
  const attempt = { state: 'shared', shared, isCopied } as const;
  return await show(
    <AttemptNotice attempt={attempt} recent={[{ ...recent, once: now }]} {...acts} />,
  );
}

test('a shared link that opens once is told as such, and cannot be opened or named here', async () => {
  const body = await notice([fresh], true);
  expect(body.textContent).toContain('Link copied. It opens once. Keep this browser running');
  expect(body.textContent).toContain('Not opened yet');
  expect(findButton('Undo')).toBeDefined();
  expect(body.textContent).not.toContain('Give it a name');
  expect(body.querySelector('a')).toBeNull();
});

test('links for several people are told by their number', async () => {
  const bob = { ...fresh, lock: 'ef'.repeat(32) as Address, person: 'Bob' };
  const body = await notice([{ ...fresh, person: 'Anna' }, bob], false);
  expect(body.textContent).toContain('2 links are ready, one for each person.');
});

test('the notice of a share tells who has opened its link since', async () => {
  const body = await notice([fresh], true, [opened]);
  expect(body.textContent).toContain('opens for nobody else');
});

test('a deletion is asked about while a link may still be opened, and says what becomes of it', async () => {
  expect(isOpenToSome([fresh])).toBe(true);
  expect(isOpenToSome([opened])).toBe(false);
  expect(isOpenToSome([{ ...fresh, isDamaged: true }])).toBe(false);
  expect(isOpenToSome(undefined)).toBe(false);
  const deletion = { count: 1, onlyCopies: 0, uncounted: 0, hasOnceLinks: true };
  expect(isWorthAsking(deletion)).toBe(true);
  const body = await show(
    <DeleteDialog deletion={deletion} onDelete={() => {}} onClose={() => {}} />,
  );
  expect(body.textContent).toContain('stop working for good');
});

test('the popup copies the only link of a page while it opens, and none of several', async () => {
  const row = async (once: readonly OnceLinkView[]) => {
    const pages = [{ ...recent, once }];
    const props = { heldCount: 1, libraryHref: '/library', viewerHref: (to: string) => to };
    return await show(<RecentPages pages={pages} {...props} />);
  };
  expect((await row([fresh])).querySelector('.recent-copy')).not.toBeNull();
  const over = await row([opened]);
  expect(over.innerHTML).toContain('Opened: 1 of 1');
  expect(over.querySelector('.recent-copy')).toBeNull();
  const two = await row([fresh, { ...fresh, lock: 'ef'.repeat(32) as Address }]);
  expect(two.querySelector('.recent-copy')).toBeNull();
});
