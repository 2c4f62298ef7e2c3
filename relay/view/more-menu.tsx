import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { t } from '../words/language.ts';

export interface MoreMenuProps {
  /** Buttons. */
  readonly children: ComponentChildren;
}

/** Buttons in a row if there is room, otherwise behind a button called 'More'. The style decides which. */
export function MoreMenu({ children }: MoreMenuProps) {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLSpanElement>(null);
  const toggle = useRef<HTMLButtonElement>(null);
  const panel = useId();
  useClosedFromOutside(root, isOpen, () => setOpen(false));
  // The focus returns first, because the chosen action may move it and later return it here.
  const leave = () => {
    if (isOpen) toggle.current?.focus();
    setOpen(false);
  };
  return (
    <span
      class="more"
      ref={root}
      onKeyDown={(event) => {
        if (event.key === 'Escape') leave();
      }}
    >
      <button
        type="button"
        class="button more-toggle"
        ref={toggle}
        aria-expanded={isOpen}
        aria-controls={panel}
        onClick={() => setOpen(!isOpen)}
      >
        {t('view_more')}
      </button>
      <span id={panel} class="more-panel" data-open={isOpen} onClickCapture={leave}>
        {children}
      </span>
    </span>
  );
}

/** Calls `close` when the attention goes to another part of the screen, or into a frame. */
function useClosedFromOutside(
  root: { readonly current: HTMLElement | null },
  isOpen: boolean,
  close: () => void,
): void {
  useEffect(() => {
    if (!isOpen) return;
    const ended = new AbortController();
    const { signal } = ended;
    const onMove = ({ target }: Event) => {
      if (!(target instanceof Node && root.current?.contains(target))) close();
    };
    document.addEventListener('pointerdown', onMove, { signal });
    document.addEventListener('focusin', onMove, { signal });
    addEventListener('blur', close, { signal });
    return () => ended.abort();
  }, [isOpen]);
}
