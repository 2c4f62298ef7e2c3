import { EncryptSwitch, onSubmitKey, OPENS_CHOICE } from '@mayfly/relay/view';
import { formatBytes, t } from '@mayfly/relay/words';
import { useId } from 'preact/hooks';
import { opensOf } from '../compose-form.tsx';
import type { Composing } from '../draft-state.ts';
import { HomeSwitch } from '../home-switch.tsx';
import type { PageSharing } from './page-sharing.ts';
import { obstacleText } from './preview-words.ts';

export interface ShareChoicesProps {
  readonly composing: Composing;
  /** The user has a keeper, which may keep the page too. */
  readonly hasKeeper: boolean;
}

/** The choices about the link: how often it opens, who can read the page, and who keeps it. Reads signals. */
export function ShareChoices({ composing, hasKeeper }: ShareChoicesProps) {
  return (
    <section class="share-page-choices" aria-label={t('sharePage_choices')}>
      <OPENS_CHOICE.Component {...opensOf(composing)} />
      {composing.opens.value === undefined && (
        <EncryptSwitch
          isSealed={composing.isSealed.value}
          onSealed={(isSealed) => composing.setSealed(isSealed)}
        />
      )}
      {hasKeeper && <HomeSwitch composing={composing} />}
    </section>
  );
}

/** The size of what is shared, the reason why it cannot be shared, and the button. Reads signals. */
export function ShareFoot({ sharing }: { readonly sharing: PageSharing }) {
  const reasonId = useId();
  const obstacle = sharing.obstacle.value;
  const bytes = sharing.bytes.value;
  const reason = obstacleText(obstacle, sharing.composing.isSealed.value);
  const isBusy = obstacle?.why === 'busy';
  return (
    <div class="share-page-foot">
      <TakenCount sharing={sharing} />
      <p class="share-page-problem" id={reasonId} role="alert">
        {reason}
      </p>
      <div class="share-page-act">
        <p class="share-page-size">
          {bytes !== undefined && t('sharePage_size', { size: formatBytes(bytes) })}
        </p>
        <button
          type="button"
          class="button button-primary"
          title={t('view_createKeys')}
          aria-keyshortcuts="Control+Enter Meta+Enter"
          aria-disabled={obstacle !== undefined}
          aria-describedby={reason === undefined ? undefined : reasonId}
          onClick={() => void sharing.share()}
        >
          {isBusy ? t('share_sharing') : t('share_share')}
        </button>
      </div>
    </div>
  );
}

/** The number of blocks that are out, and a button that puts them back. */
function TakenCount({ sharing }: { readonly sharing: PageSharing }) {
  const content = sharing.content.value;
  if (content.kind === 'picture') return null;
  const count = content.page.taken.value.size;
  if (count === 0) return null;
  return (
    <p class="share-page-taken">
      {t('sharePage_takenCount', { count })}{' '}
      <button type="button" class="link-button" onClick={() => content.page.putAllBack()}>
        {t('sharePage_putAllBack')}
      </button>
    </p>
  );
}

/** Shares the page for Ctrl or Cmd and Enter. */
export function shareOnKey(event: KeyboardEvent, sharing: PageSharing): void {
  onSubmitKey(event, () => void sharing.share());
}
