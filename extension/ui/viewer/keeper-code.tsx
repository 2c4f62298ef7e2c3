import { Brand } from '@mayfly/relay/view';
import { t } from '@mayfly/relay/words';

/** Stands where a page would be: somebody opened the code of a keeper as if it were a link. */
export function KeeperCode() {
  return (
    <main class="card">
      <Brand />
      <h1 class="card-title">{t('options_keeperCode')}</h1>
      <p role="alert">{t('view_keeperCode')}</p>
      <a class="button button-primary" href="/options.html">
        {t('popup_options')}
      </a>
    </main>
  );
}
