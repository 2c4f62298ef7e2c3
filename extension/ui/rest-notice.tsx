import { t } from '@mayfly/relay/words';
import type { Rest } from '../messages.ts';
import { restSentence } from '../sentences.ts';

export interface RestNoticeProps {
  readonly rest: Rest;
  readonly onResume: () => void;
}

/** Says that nothing is uploaded, why, and what ends that. */
export function RestNotice({ rest, onResume }: RestNoticeProps) {
  return (
    <div class="notice rest-notice" data-kind="warning">
      <p>{restSentence(rest)}</p>
      {rest.why === 'paused' && (
        <button class="button" type="button" onClick={onResume}>
          {t('rest_resume')}
        </button>
      )}
    </div>
  );
}
