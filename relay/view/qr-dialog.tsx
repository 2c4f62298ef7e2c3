import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../words/language.ts';

export interface QrDialogProps {
  readonly link: string;
  readonly onClose: () => void;
}

/** The link as a QR code, over the page until it is closed. Mounted when it is asked for: the link may carry a key. */
export function QrDialog({ link, onClose }: QrDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const close = () => dialog.current?.close(); // gives the focus back, too
  return (
    <dialog
      class="qr-dialog"
      aria-labelledby="qr-title"
      ref={dialog}
      onClose={onClose}
      // Of the dialog itself only its backdrop can be clicked: the sheet inside fills it.
      onClick={(event) => event.target === event.currentTarget && close()}
    >
      <div class="qr-sheet">
        <h2 class="qr-title" id="qr-title">
          {t('view_qrTitle')}
        </h2>
        <LinkCode link={link} />
        <button type="button" class="button" onClick={close}>
          {t('view_close')}
        </button>
      </div>
    </dialog>
  );
}

/** The code that draws it is loaded with the first dialog: most readers never open one. */
function LinkCode({ link }: Pick<QrDialogProps, 'link'>) {
  const [code, setCode] = useState<typeof import('./qr-code.tsx')>();
  useEffect(() => void import('./qr-code.tsx').then(setCode, console.error), []);
  if (!code) return null;
  const { QrCode, qrModules } = code;
  const modules = qrModules(link);
  if (modules === undefined) {
    return <p>{t('view_qrTooLong')}</p>;
  }
  return (
    <>
      <QrCode modules={modules} label={t('view_qrLabel')} />
      <p class="soft">{t('view_qrHint')}</p>
    </>
  );
}
