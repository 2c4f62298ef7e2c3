import { Brand, onPlainClick } from '../view/index.ts';
import { t } from '../words/index.ts';
import type { Tab } from './tab.ts';

export interface NowhereScreenProps {
  readonly tab: Tab;
  /** Somebody opened the code of a keeper as a link. */
  readonly isKeeperCode?: true;
}

/** The screen of an address that names no page: it explains, and leads home. */
export function NowhereScreen({ tab, isKeeperCode }: NowhereScreenProps) {
  const goHome = () => tab.goHome();
  return (
    <div class="viewer">
      <header class="bar">
        <Brand href="/" onOpen={goHome} />
      </header>
      <main class="viewer-main" tabIndex={-1}>
        <div class="status">
          <h1 class="status-title">{t('web_notAnAddress')}</h1>
          <p>{t(isKeeperCode ? 'view_keeperCode' : 'web_addressForm')}</p>
          <a class="button" href="/" onClick={onPlainClick(goHome)}>
            {t('web_goHome')}
          </a>
        </div>
      </main>
    </div>
  );
}
