/** Tells the author of once links by a notification: somebody opened a page, or nobody can. */
import { momentWords, t } from '@mayfly/relay/words';
import type { PageRecord } from '../../store/database.ts';
import { notify } from './notifications.ts';

type Told = Pick<PageRecord, 'address' | 'title'>;

interface Opened {
  readonly person: string | undefined;
  /** Unix milliseconds, as is `now`. */
  readonly at: number;
  readonly now: number;
}

export async function tellOpened(
  { address, title }: Told,
  { person, at, now }: Opened,
): Promise<void> {
  const time = momentWords(at, now);
  const text = person
    ? t('tell_openedBy', { person, title, time })
    : t('tell_opened', { title, time });
  await notify({ text }, address, ['opened', String(at), person ?? '']);
}

export async function tellDiskFull({ address, title }: Told): Promise<void> {
  await notify({ text: t('tell_onceDiskFull', { title }) }, address, ['disk-full']);
}
