/** Stands for the library. */
export function ShelfIcon() {
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <g fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round">
        <path d="M4 4v9M8 4v9M11.2 4.3l2.6 8.4M3 16.5h14" />
      </g>
    </svg>
  );
}
