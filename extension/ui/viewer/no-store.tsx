import { Brand } from '@mayfly/relay/view';
import { t } from '@mayfly/relay/words';
import type { StoreTrouble } from '../../store/store-error.ts';
import { storeSentence } from '../../sentences.ts';

export interface NoStoreProps {
  readonly trouble: StoreTrouble;
  readonly onRetry: () => void;
}

/** Stands where the page would be while the store cannot be used: a page that cannot be kept is not fetched. */
export function NoStore({ trouble, onRetry }: NoStoreProps) {
  return (
    <main class="card">
      <Brand />
      <h1 class="card-title">{t('store_noPage')}</h1>
      <p role="alert">{storeSentence(trouble)}</p>
      <button class="button button-primary" type="button" onClick={onRetry}>
        {t('view_tryAgain')}
      </button>
    </main>
  );
}
