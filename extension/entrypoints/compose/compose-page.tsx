import { Brand, t } from '@mayfly/relay/view';
import type { Overview } from '../../messages.ts';
import { AttemptNotice } from '../../ui/attempt-notice.tsx';
import { ComposeForm } from '../../ui/compose-form.tsx';
import type { Composing } from '../../ui/composing.ts';
import { HeldFor } from '../../ui/held-for.tsx';
import { pageBytesOf } from '../../ui/page-bytes.ts';

export interface ComposePageProps {
  /** Undefined until the background has answered. */
  readonly overview: Overview | undefined;
  readonly composing: Composing;
  readonly optionsHref: string;
  readonly viewerHref: (link: string) => string;
}

/** The popup's form in a tab, where a file can be picked. */
export function ComposePage({ overview, composing, optionsHref, viewerHref }: ComposePageProps) {
  return (
    <>
      <header class="bar">
        <Brand />
      </header>
      <main class="compose-page">
        <h1 class="compose-page-title">{t('compose_title')}</h1>
        <ComposeForm composing={composing} pageBytes={pageBytesOf(overview)} />
        {overview && <HeldFor lifetime={overview.lifetime} optionsHref={optionsHref} />}
        <AttemptNotice attempt={composing.attempt.value} viewerHref={viewerHref} />
      </main>
    </>
  );
}
