import { Brand, InterruptedShares } from '@mayfly/relay/view';
import { t } from '@mayfly/relay/words';
import type { Overview } from '../../messages.ts';
import type { StoreCondition } from '../../store/database-connection.ts';
import { AttemptNotice } from '../attempt-notice.tsx';
import { ComposeForm } from '../compose-form.tsx';
import type { Composing } from '../draft-state.ts';
import { HomeSwitch } from '../home-switch.tsx';
import { HeldFor } from '../lifetime-note.tsx';
import { pageBytesOf } from '../page-bytes.ts';
import { StoreNotice } from '../store-notice.tsx';
import { DailyNote } from './daily-note.tsx';
import type { ManyShares } from './many-shares.ts';

export interface ComposePageProps {
  /** Undefined until the background has answered. */
  readonly overview: Overview | undefined;
  /** The trouble with the store, if any. */
  readonly store: StoreCondition | undefined;
  readonly composing: Composing;
  readonly many: ManyShares;
  readonly optionsHref: string;
  readonly viewerHref: (link: string) => string;
}

/** A tab to pick and share files in, or a longer text. */
export function ComposePage(props: ComposePageProps) {
  const { overview, composing, many, optionsHref, viewerHref } = props;
  return (
    <>
      <header class="bar">
        <Brand />
      </header>
      <main class="compose-page">
        <h1 class="compose-page-title">{t('compose_title')}</h1>
        {overview?.heldCount === 0 && <p class="compose-page-lead">{t('popup_promise')}</p>}
        <StoreNotice condition={props.store} />
        <AttemptNotice
          attempt={composing.attempt.value}
          recent={overview?.recent}
          viewerHref={viewerHref}
          onName={(name) => void composing.name(name)}
          onUndo={() => void composing.undo()}
        />
        {many.interrupted.value.length > 0 && !many.face.progress && (
          <InterruptedShares.Component
            shares={many.interrupted.value}
            onGoOn={(share, files) => void many.goOn(share, files)}
            onFinish={(share) => void many.finish(share)}
            onDiscard={(share) => void many.discard(share)}
          />
        )}
        <ComposeForm composing={composing} pageBytes={pageBytesOf(overview)} many={many.face} />
        {overview?.hasKeeper && <HomeSwitch composing={composing} />}
        {overview && (
          <DailyNote
            files={composing.files.value}
            dailyBytes={overview.dailyBytes}
            optionsHref={optionsHref}
          />
        )}
        {overview && <HeldFor lifetime={overview.lifetime} optionsHref={optionsHref} />}
      </main>
    </>
  );
}
