import { Brand } from '@mayfly/relay/view';
import { t } from '@mayfly/relay/words';
import { useEffect } from 'preact/hooks';
import type { Overview } from '../../messages.ts';
import type { StoreCondition } from '../../store/database-connection.ts';
import { AttemptNotice } from '../attempt-notice.tsx';
import { HeldFor } from '../lifetime-note.tsx';
import { pageBytesOf } from '../page-bytes.ts';
import { StoreNotice } from '../store-notice.tsx';
import { FormChoice } from './form-choice.tsx';
import type { PageSharing } from './page-sharing.ts';
import { PictureEditor } from './picture-editor.tsx';
import { ShareChoices, ShareFoot, shareOnKey } from './share-choices.tsx';
import { WrittenPreview } from './written-preview.tsx';

export interface SharePageProps {
  /** Undefined until the background has answered. */
  readonly overview: Overview | undefined;
  /** The trouble with the store, if any. */
  readonly store: StoreCondition | undefined;
  /** The title of the page's tab. */
  readonly title: string;
  readonly sharing: PageSharing;
  readonly optionsHref: string;
  readonly viewerHref: (link: string) => string;
}

/** The preview of a page that the user is about to share: its form, what exactly is shared, and the button that does it. */
export function SharePage(props: SharePageProps) {
  const { overview, sharing, title, optionsHref } = props;
  const { composing } = sharing;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => shareOnKey(event, sharing);
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [sharing]);
  return (
    <>
      <header class="bar">
        <Brand />
      </header>
      <main class="share-page">
        <div class="share-page-head">
          <h1 class="share-page-heading">{t('sharePage_title')}</h1>
          {title !== '' && (
            <p class="share-page-title">
              <bdi>{title}</bdi>
            </p>
          )}
          <StoreNotice condition={props.store} />
          <AttemptNotice
            attempt={composing.attempt.value}
            recent={overview?.recent}
            viewerHref={props.viewerHref}
            onName={(name) => void composing.name(name)}
            onUndo={() => void composing.undo()}
          />
          <FormChoice sharing={sharing} />
        </div>
        <div class="share-page-content">
          <Content sharing={sharing} mostBytes={pageBytesOf(overview)} />
        </div>
        <div class="share-page-side">
          <ShareChoices composing={composing} hasKeeper={overview?.hasKeeper === true} />
          {overview && <HeldFor lifetime={overview.lifetime} optionsHref={optionsHref} />}
          <ShareFoot sharing={sharing} />
        </div>
      </main>
    </>
  );
}

interface ContentProps extends Pick<SharePageProps, 'sharing'> {
  readonly mostBytes: number;
}

/** Each form keeps its own choices, so another form begins anew on the screen. */
function Content({ sharing, mostBytes }: ContentProps) {
  const content = sharing.content.value;
  const form = sharing.form.value;
  if (content.kind === 'picture') {
    return <PictureEditor key={form} picture={content.picture} mostBytes={mostBytes} />;
  }
  return <WrittenPreview key={form} page={content.page} sharing={sharing} />;
}
