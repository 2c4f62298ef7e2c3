import { Brand } from '@mayfly/relay/view';
import { t } from '@mayfly/relay/words';
import type { ComponentChildren } from 'preact';
import type { StoreCondition } from '../../store/database-connection.ts';
import { StoreNotice } from '../store-notice.tsx';

export interface OptionsProps {
  /** What is the trouble with the store, if any. */
  readonly store: StoreCondition | undefined;
  readonly children: ComponentChildren;
}

/** What can be chosen, a section for each matter. */
export function Options({ store, children }: OptionsProps) {
  return (
    <main class="card">
      <Brand />
      <h1 class="card-title">{t('options_title')}</h1>
      <StoreNotice condition={store} />
      {children}
    </main>
  );
}
