/** The mark: a mayfly at rest, wings up, its tail in the air. Drawn in the colour of the text around it. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <g fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round">
        <path
          class="mark-wing"
          d="M11 18.5C9.5 11 12.500 4.500 21 2.500 23 9.500 19.500 16 14 19.500Z"
          stroke-width="1.600"
        />
        <path d="M6.500 19.500C10 17.500 14.500 18.500 18.500 22.500" stroke-width="2.800" />
        <path
          d="M18.500 22.500C21.500 25.500 25 26.500 29.500 25.500M18.500 22.500C21 26.500 23.500 28.500 27.500 29.500"
          stroke-width="1.300"
        />
      </g>
    </svg>
  );
}

export interface BrandProps {
  /** Where the brand leads; left out, it is no link. */
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
    <a class="brand" href={href} onClick={onOpen && onPlainClick(onOpen)} aria-label="Mayfly, home">
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
