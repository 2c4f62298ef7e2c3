import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { copyText, QrDialog } from '../view/index.ts';
import { t } from '../words/index.ts';

export interface MadeLinkProps {
  readonly link: string;
  /** True if it leads to several files or a large one. */
  readonly isFiles?: boolean;
}

/** The link of a page that was just made: selected, copied where the browser allows it, its QR code one key away. */
export function MadeLink({ link, isFiles = false }: MadeLinkProps) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [isCopied, setCopied] = useState(false);
  const [isQrShown, setQrShown] = useState(false);
  useLayoutEffect(() => {
    field.current?.focus({ preventScroll: true });
    field.current?.select();
  }, []);
  useEffect(() => void copyText(link).then(setCopied), [link]);
  return (
    <section
      class="made"
      aria-labelledby={`${id}-title`}
      onKeyDown={(event) => isQrKey(event) && setQrShown(true)}
    >
      <h1 class="made-title" id={`${id}-title`}>
        {isFiles ? t('files_madeTitle') : t('web_madeTitle')}
      </h1>
      <p id={`${id}-hint`} role="status">
        {hintOf(isCopied, isFiles)}
      </p>
      <div class="made-row">
        <input
          class="field made-link"
          type="text"
          dir="ltr"
          readOnly
          value={link}
          ref={field}
          aria-label={t('web_madeLink')}
          aria-describedby={`${id}-hint`}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
        <ShareButton link={link} />
        <button type="button" class="button" aria-keyshortcuts="Q" onClick={() => setQrShown(true)}>
          {t('view_qrCode')}
          <kbd aria-hidden="true">Q</kbd>
        </button>
      </div>
      {isQrShown && <QrDialog link={link} onClose={() => setQrShown(false)} />}
    </section>
  );
}

function hintOf(isCopied: boolean, isFiles: boolean): string {
  if (isFiles) return isCopied ? t('files_madeCopied') : t('files_madeNotCopied');
  return isCopied ? t('web_madeCopied') : t('web_madeNotCopied');
}

/** Hands the link to other programs, where the browser can. */
function ShareButton({ link }: MadeLinkProps) {
  if (!('share' in navigator)) return null;
  const share = async () => {
    try {
      await navigator.share({ url: link });
    } catch {
      // The person closed the system's sheet, and the link is still here.
    }
  };
  return (
    <button type="button" class="button" onClick={() => void share()}>
      {t('web_shareLink')}
    </button>
  );
}

const LATIN = /^[a-z]$/i;

/** True if the key says Q, or lies where Q does on a keyboard of another script. */
function isQrKey(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  return LATIN.test(event.key) ? event.key.toLowerCase() === 'q' : event.code === 'KeyQ';
}
