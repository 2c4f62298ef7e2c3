/** Notifications of the system, for what no page can show. Pressing one opens the page that it tells of. */
import { isAddress } from '@mayfly/relay/protocol';
import { sentences, t } from '@mayfly/relay/words';
import { browser } from 'wxt/browser';
import { linkOfPage } from '../../store/page-link.ts';
import type { Pages } from '../../store/pages.ts';
import { troubleIn } from '../../store/store-error.ts';
import type { Toast } from '../../toast/toast-message.ts';
import { viewerUrlOf } from '../../browser/viewer-url.ts';
import { storeSentence } from '../../sentences.ts';

/** Marks a notification that opens a page. It is in the id, since another worker may run by the time of the press. */
const PAGE_PREFIX = 'page ';

/** A notification with an address takes the place of an earlier one with the same address and `about`. */
export async function notify(
  { text, buttons = [] }: Toast,
  address?: string,
  about: readonly string[] = [],
): Promise<void> {
  const options = {
    type: 'basic' as const,
    iconUrl: browser.runtime.getURL('/icon-128.png'),
    title: 'Mayfly',
    message: buttons.some(({ act }) => act === 'copy')
      ? sentences(text, t('share_pressToOpen'))
      : text,
  };
  if (address === undefined) await browser.notifications.create(options);
  else await browser.notifications.create(PAGE_PREFIX + [address, ...about].join(' '), options);
}

export function openPressedNotifications(pages: Pick<Pages, 'get'>): void {
  browser.notifications.onClicked.addListener((id) => void openPage(pages, id));
}

async function openPage(pages: Pick<Pages, 'get'>, id: string): Promise<void> {
  await browser.notifications.clear(id);
  const [address] = id.slice(PAGE_PREFIX.length).split(' ');
  if (!id.startsWith(PAGE_PREFIX) || !isAddress(address)) return;
  try {
    const page = await pages.get(address);
    if (page) await browser.tabs.create({ url: viewerUrlOf(linkOfPage(page)) });
  } catch (error) {
    const trouble = troubleIn(error);
    if (trouble === undefined) throw error;
    await notify({ text: storeSentence(trouble) });
  }
}
