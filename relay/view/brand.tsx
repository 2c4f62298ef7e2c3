import { t } from '../words/language.ts';

/** The mark: a mayfly at rest, wings up, its tail in the air. Drawn in the colour of the text around it. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <g fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round">
        <path
          class="mark-wing"
          d="M11 18.5C9.5 11 12.5 4.5 21 2.5 23 9.5 19.5 16 14 19.5Z"
          stroke-width="1.6"
        />
        <path d="M6.5 19.5C10 17.5 14.5 18.5 18.5 22.5" stroke-width="2.8" />
        <path
          d="M18.5 22.5C21.5 25.5 25 26.5 29.5 25.5M18.5 22.5C21 26.5 23.5 28.5 27.5 29.5"
          stroke-width="1.3"
        />
      </g>
    </svg>
  );
}

export interface BrandProps {
  /** The target of the brand. Without it, the brand is no link. */
  readonly href?: string | undefined;
  /** Called on a plain click, in place of following `href`. */
  readonly onOpen?: (() => void) | undefined;
}

/** Mark and name, at the head of every screen. */
export function Brand({ href, onOpen }: BrandProps) {
  if (href === undefined) {
    return (
      <span class="brand">
        <Mark />
        Mayfly
      </span>
    );
  }
  return (
    <a
      class="brand"
      href={href}
      onClick={onOpen && onPlainClick(onOpen)}
      aria-label={t('view_home')}
    >
      <Mark />
      Mayfly
    </a>
  );
}

/** A handler that calls `open` on a plain click and leaves new-tab clicks to the browser. */
export function onPlainClick(open: () => void): (event: MouseEvent) => void {
  return (event) => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) {
      return;
    }
    event.preventDefault();
    open();
  };
}
