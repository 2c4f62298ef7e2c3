import { CopyButton, LinkCode } from '@mayfly/relay/view';
import { t } from '@mayfly/relay/words';
import { useId, useState } from 'preact/hooks';
import type { SharedPage } from './attempt.ts';
import { Fold } from './fold.tsx';
import { cutMiddle } from './cut-middle.ts';
import { UndoButton } from './undo-button.tsx';

export interface SharedActsProps {
  readonly shared: SharedPage;
  readonly isCopied: boolean;
  readonly viewerHref: (link: string) => string;
  readonly onName: (name: string) => void;
  readonly onUndo: () => void;
}

/** A link must stay short enough for a chat. */
const NAME_LENGTH = 100;
const LINK_LENGTH = 36;

/** The link of a page that was just shared, and what can be done with it. */
export function SharedActs({ shared, isCopied, viewerHref, onName, onUndo }: SharedActsProps) {
  const { link, isNew } = shared;
  const [isCodeShown, setCodeShown] = useState(false);
  const code = useId();
  return (
    <>
      <p class="outcome-link" title={link}>
        <bdi>{cutMiddle(link, LINK_LENGTH)}</bdi>
      </p>
      <div class="row">
        <CopyButton text={link} label={t('view_copyLink')} primary={!isCopied} />
        {canSend(link) && (
          <button class="button" type="button" onClick={() => void send(link)}>
            {t('share_send')}
          </button>
        )}
        <button
          class="button"
          type="button"
          aria-expanded={isCodeShown}
          aria-controls={code}
          onClick={() => setCodeShown(!isCodeShown)}
        >
          {t('view_qrCode')}
        </button>
        <a class="button" href={viewerHref(link)} target="_blank">
          {t('share_open')}
        </a>
        {isNew && <UndoButton onUndo={onUndo} />}
      </div>
      <div class="outcome-code" id={code}>
        {isCodeShown && <LinkCode link={link} />}
      </div>
      <Fold title={t('share_giveName')}>
        <NameForm onName={onName} />
      </Fold>
    </>
  );
}

/** A name for the page, which the link then says to its readers. */
function NameForm({ onName }: Pick<SharedActsProps, 'onName'>) {
  const [name, setName] = useState('');
  const id = useId();
  const isEmpty = name.trim() === '';
  return (
    <form
      class="row outcome-name"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isEmpty) onName(name.trim());
      }}
    >
      <label class="visually-hidden" for={id}>
        {t('share_name')}
      </label>
      <input
        id={id}
        class="field"
        type="text"
        autocomplete="off"
        maxLength={NAME_LENGTH}
        placeholder={t('share_name')}
        value={name}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <button class="button" type="submit" disabled={isEmpty}>
        {t('share_setName')}
      </button>
    </form>
  );
}

/** Says whether the system can send a link. */
function canSend(url: string): boolean {
  return 'share' in navigator && navigator.canShare({ url });
}

async function send(url: string): Promise<void> {
  try {
    await navigator.share({ url });
  } catch {
    // The user chose nobody, or the system has nobody to offer: the link is still there to be pasted.
  }
}
