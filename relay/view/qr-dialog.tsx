import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../words/language.ts';
import { LinkCode } from './link-code.tsx';

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
