import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../words/language.ts';

export interface DialogProps {
  readonly title: string;
  readonly children: ComponentChildren;
  /** The text of the button that does it. */
  readonly label: string;
  readonly isDangerous?: boolean;
  readonly onConfirm: () => void;
  /** Called when the dialog closes, whatever the choice. */
  readonly onClose: () => void;
}

/** Asks over the page before something is done. Mounted when there is a question. */
export function Dialog({ title, children, label, isDangerous, onConfirm, onClose }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const close = () => dialog.current?.close(); // also returns the focus
  return (
    <dialog class="dialog" aria-labelledby={titleId} ref={dialog} onClose={onClose}>
      <form
        class="dialog-sheet"
        onSubmit={(event) => {
          event.preventDefault();
          onConfirm();
          close();
        }}
      >
        <h2 class="dialog-title" id={titleId}>
          {title}
        </h2>
        {children}
        <div class="dialog-acts">
          <button class="button" type="button" onClick={close}>
            {t('view_cancel')}
          </button>
          <button
            class={isDangerous ? 'button button-danger' : 'button button-primary'}
            type="submit"
          >
            {label}
          </button>
        </div>
      </form>
    </dialog>
  );
}
