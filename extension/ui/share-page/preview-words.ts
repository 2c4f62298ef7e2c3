/** Sentences of the preview that depend on what is in it. */
import { sentences, t } from '@mayfly/relay/words';
import type { CaptureNote } from '../../capture/captured.ts';
import type { CapturedPage } from '../../capture/captured-page.ts';
import type { PageForm } from '../../messages.ts';
import { noteText, tooLarge, withoutImages } from '../../sentences.ts';
import type { Obstacle } from './page-sharing.ts';
import type { BlockChange, WrittenState } from './written-page.ts';

export function formName(form: PageForm): string {
  switch (form) {
    case 'article':
      return t('sharePage_article');
    case 'view':
      return t('sharePage_view');
    case 'whole':
      return t('sharePage_whole');
    case 'quotation':
      return t('sharePage_quotation');
  }
}

/** The facts that the user has to know before a page is shared; '' for most pages. */
export function facts({ notes, missingImages }: CapturedPage): string {
  return sentences(...notes.map(factOf), missingImages > 0 && withoutImages(missingImages));
}

function factOf(note: CaptureNote): string {
  return note === 'plain' ? t('sharePage_plain') : noteText(note);
}

/** The reason why there is no preview, and what to do. */
export function absence(
  state: Exclude<WrittenState['state'], 'unread' | 'reading' | 'read'>,
): string {
  switch (state) {
    case 'no-article':
      return t('sharePage_noArticle');
    case 'nothing':
      return t('sharePage_nothing');
    case 'unreadable':
      return t('sharePage_unreadable');
    case 'failed':
      return t('share_noBackground');
  }
}

/** Tells a screen reader what the last act did. */
export function changeText(change: BlockChange | undefined): string {
  switch (change?.change) {
    case undefined:
      return '';
    case 'taken':
      return t('sharePage_takenOut', { words: nameOf(change.words) });
    case 'put-back':
      return t('sharePage_isBack', { words: nameOf(change.words) });
    case 'all-put-back':
      return t('sharePage_allBack');
    case 'lost':
      return t('sharePage_lost', { count: change.count });
    case 'kept':
      return t('sharePage_kept');
  }
}

/** The first words of a block, or a word for a picture. */
export function nameOf(words: string): string {
  return words || t('sharePage_aPicture');
}

/** The reason why *Share* does nothing; undefined where the screen shows it anyhow. */
export function obstacleText(
  obstacle: Obstacle | undefined,
  isSealed: boolean,
): string | undefined {
  if (obstacle?.why === 'empty') return t('sharePage_empty');
  if (obstacle?.why !== 'too-large') return undefined;
  return tooLarge(obstacle.bytes, obstacle.room, isSealed);
}
