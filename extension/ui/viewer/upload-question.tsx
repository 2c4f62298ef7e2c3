import { t } from '@mayfly/relay/words';
import type { UploadAnswer } from '../upload-choice.ts';

export interface UploadQuestionProps {
  readonly onAnswer: (answer: UploadAnswer) => void;
}

/** Asks, at the first opened page, whether opened pages are uploaded too. Until it is answered none of them is. */
export function UploadQuestion({ onAnswer }: UploadQuestionProps) {
  return (
    <section class="upload-question" aria-label={t('viewer_uploadTitle')}>
      <p>{t('viewer_uploadQuestion')}</p>
      <div class="row">
        <button class="button button-primary" type="button" onClick={() => onAnswer('all')}>
          {t('viewer_uploadYes')}
        </button>
        <button class="button" type="button" onClick={() => onAnswer('published')}>
          {t('viewer_uploadNo')}
        </button>
      </div>
    </section>
  );
}
