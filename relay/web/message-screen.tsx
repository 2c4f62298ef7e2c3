import type { ComponentChildren } from 'preact';
import { Brand, onPlainClick } from '../view/index.ts';
import { t } from '../words/index.ts';
import type { Tab } from './tab.ts';

export interface MessageScreenProps {
  readonly tab: Tab;
  readonly title: string;
  readonly children: ComponentChildren;
}

/** The screen of an address that names no page: it explains, and leads home. */
export function MessageScreen({ tab, title, children }: MessageScreenProps) {
  const goHome = () => tab.goHome();
  return (
    <div class="viewer">
      <header class="bar">
        <Brand href="/" onOpen={goHome} />
      </header>
      <main class="viewer-main" tabIndex={-1}>
        <div class="status">
          <h1 class="status-title">{title}</h1>
          <p>{children}</p>
          <a class="button" href="/" onClick={onPlainClick(goHome)}>
            {t('web_goHome')}
          </a>
        </div>
      </main>
    </div>
  );
}
