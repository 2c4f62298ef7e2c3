import { Brand, t } from '@mayfly/relay/view';
import type { ComponentChildren } from 'preact';

/** What can be chosen, a section for each matter. */
export function Options({ children }: { readonly children: ComponentChildren }) {
  return (
    <main class="card">
      <Brand />
      <h1 class="card-title">{t('options_title')}</h1>
      {children}
    </main>
  );
}
