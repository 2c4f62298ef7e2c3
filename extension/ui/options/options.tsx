import { Brand } from '@mayfly/relay/view';
import { t } from '@mayfly/relay/words';
import type { ComponentChildren } from 'preact';
import type { StoreCondition } from '../../store/database-connection.ts';
import { StoreNotice } from '../store-notice.tsx';

export interface OptionsProps {
  /** The fault of the store, if any. */
  readonly store: StoreCondition | undefined;
  readonly children: ComponentChildren;
}

/** The choices of the user, in a section for each subject. */
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
