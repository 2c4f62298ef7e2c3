/** Tells the user the outcome of a share by menu, key or address bar, and copies its link. */
import type { Address } from '@mayfly/relay/protocol';
import { t } from '@mayfly/relay/words';
import type { Shared } from '../../messages.ts';
import { copiedSentences, describeShared } from '../../sentences.ts';
import type { ToastButton } from '../../toast/toast-message.ts';
import type { Seeding } from '../hold/seeding.ts';
import type { ActedPage } from './acted-page.ts';
import { copyText } from './clipboard.ts';
import { tell } from './page-toast.ts';

export interface OutcomeDeps {
  readonly seeding: Pick<Seeding, 'deletePages'>;
}

/** Copies the link and tells of it: in the page where the user acted, or by a notification where there is none. */
export async function tellOutcome(
  deps: OutcomeDeps,
  page: ActedPage | undefined,
  shared: Shared,
): Promise<void> {
  if (shared.outcome === 'refused') {
    await tell(page, { text: shared.message });
    return;
  }
  const { link, address, isNew } = shared;
  const isCopied = await copyText(link);
  const text = describeShared(shared, isCopied);
  // The page that was acted on gets to know no link: it would carry the key. Its toast has a button instead.
  const act = await tell(page, { text, address, buttons: buttonsFor(isCopied, isNew) });
  if (act === 'copy') await copyAgain(page, link, address);
  if (act === 'undo') await undo(deps, page, address);
}

function buttonsFor(isCopied: boolean, isNew: boolean): readonly ToastButton[] {
  return [
    ...(isCopied ? [] : [{ act: 'copy', name: t('view_copyLink') } as const]),
    ...(isNew ? [{ act: 'undo', name: t('view_undo') } as const] : []),
  ];
}

async function copyAgain(
  page: ActedPage | undefined,
  link: string,
  address: string,
): Promise<void> {
  const text = (await copyText(link)) ? copiedSentences() : t('share_notCopied');
  await tell(page, { text, address });
}

async function undo(
  { seeding }: OutcomeDeps,
  page: ActedPage | undefined,
  address: Address,
): Promise<void> {
  await seeding.deletePages(address);
  await tell(page, { text: t('share_undone') });
}
