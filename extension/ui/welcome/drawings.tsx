/** The drawings of the welcome page, one for each step of a share. The sentence beside each says the same. */
import type { ComponentChildren } from 'preact';

/** Lines of text, some of them selected. */
export function SelectDrawing() {
  return (
    <Drawing>
      <rect class="drawing-sheet" x="18" y="10" width="84" height="64" rx="6" />
      <path class="drawing-line" d="M30 26h60M30 62h40" />
      <rect class="drawing-mark" x="27" y="33" width="66" height="20" rx="3" />
      <path class="drawing-ink" d="M31 39h58M31 47h44" />
      <path class="drawing-hand" d="M78 49l0 20 5-5 4 8 4-2-4-8 7-1z" />
    </Drawing>
  );
}

/** Two links of a chain. */
export function LinkDrawing() {
  return (
    <Drawing>
      <rect class="drawing-mark" x="14" y="26" width="92" height="32" rx="16" />
      <g transform="rotate(-20 60 42)">
        <rect class="drawing-ring" x="30" y="32" width="36" height="20" rx="10" />
        <rect class="drawing-ring" x="54" y="32" width="36" height="20" rx="10" />
      </g>
    </Drawing>
  );
}

/** Two screens, and a page on its way from one to the other. */
export function FriendDrawing() {
  return (
    <Drawing>
      <rect class="drawing-sheet" x="8" y="22" width="40" height="30" rx="4" />
      <path class="drawing-ink" d="M20 60h16M16 32h24M16 40h16" />
      <rect class="drawing-sheet" x="72" y="22" width="40" height="30" rx="4" />
      <path class="drawing-ink" d="M84 60h16M80 32h24M80 40h16" />
      <path class="drawing-way" d="M36 16q24-16 48 0" />
      <path class="drawing-way" d="M76 8l8 8-11 3" />
    </Drawing>
  );
}

function Drawing({ children }: { readonly children: ComponentChildren }) {
  return (
    <svg class="drawing" viewBox="0 0 120 84" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}
