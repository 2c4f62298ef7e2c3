import { Brand, t } from '@mayfly/relay/view';
import type { Overview } from '../../messages.ts';
import type { StoreCondition } from '../../store/connection.ts';
import { AttemptNotice } from '../../ui/attempt-notice.tsx';
import { ComposeForm } from '../../ui/compose-form.tsx';
import type { Composing } from '../../ui/composing.ts';
import { HeldFor } from '../../ui/held-for.tsx';
import { pageBytesOf } from '../../ui/page-bytes.ts';
import { StoreNotice } from '../../ui/store-notice.tsx';

export interface ComposePageProps {
  /** Undefined until the background has answered. */
  readonly overview: Overview | undefined;
  /** What is the trouble with the store, if any. */
  readonly store: StoreCondition | undefined;
  readonly composing: Composing;
  readonly optionsHref: string;
  readonly viewerHref: (link: string) => string;
}

/** The popup's form in a tab, where a file can be picked. */
export function ComposePage(props: ComposePageProps) {
  const { overview, composing, optionsHref, viewerHref } = props;
  return (
    <>
      <header class="bar">
        <Brand />
      </header>
      <main class="compose-page">
        <h1 class="compose-page-title">{t('compose_title')}</h1>
        <StoreNotice condition={props.store} />
        <ComposeForm composing={composing} pageBytes={pageBytesOf(overview)} />
        {overview && <HeldFor lifetime={overview.lifetime} optionsHref={optionsHref} />}
        <AttemptNotice attempt={composing.attempt.value} viewerHref={viewerHref} />
      </main>
    </>
  );
}
