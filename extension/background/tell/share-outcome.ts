/** What follows when something was shared by menu, key or address bar: its link is copied, and the user is told. */
import { t } from '@mayfly/relay/words';
import type { Shared } from '../../messages.ts';
import { describeShared } from '../../sentences.ts';
import type { ActedPage } from './acted-page.ts';
import { copyText } from './clipboard.ts';
import { tell } from './toast.ts';

/** Says what has happened, in the page where it was asked for, or by a notification where there is none. */
export async function handOver(page: ActedPage | undefined, shared: Shared): Promise<void> {
  if (shared.outcome === 'refused') {
    await tell(page, { text: shared.message });
    return;
  }
  const { link, address } = shared;
  const isCopied = await copyText(link);
  const text = describeShared(shared, isCopied);
  // The page that was acted on gets to know no link: it would carry the key. Its toast has a button instead.
  const isPressed = await tell(page, {
    text,
    address,
    ...(!isCopied && { button: t('view_copyLink') }),
  });
  if (isPressed) await copyAgain(page, link, address);
}

async function copyAgain(
  page: ActedPage | undefined,
  link: string,
  address: string,
): Promise<void> {
  const text = (await copyText(link)) ? t('share_linkCopied') : t('share_notCopied');
  await tell(page, { text, address });
}
