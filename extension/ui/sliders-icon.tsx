/** Stands for settings. */
export function SlidersIcon() {
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <g fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round">
        <path d="M3 6h5.5M12.5 6H17M3 14h8.5M15.5 14H17" />
        <circle cx="10.5" cy="6" r="2" />
        <circle cx="13.5" cy="14" r="2" />
      </g>
    </svg>
  );
}
