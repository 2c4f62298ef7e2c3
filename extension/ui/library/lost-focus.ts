/** Keeps the keyboard usable when the element with the focus disappears, such as a deleted row or its bar. */
import { useLayoutEffect } from 'preact/hooks';

/**
 * Calls `onLost` with the element that had the focus inside `area`, if it is gone after this component is drawn.
 * Components inside this one go first: an element to which they give the focus keeps it.
 */
export function useLostFocus(area: string, onLost: (lost: HTMLElement) => void): void {
  const focused = focusedIn(area); // before the drawing
  useLayoutEffect(() => {
    if (focused && !focused.isConnected && document.activeElement === document.body) {
      onLost(focused);
    }
  });
}

function focusedIn(area: string): HTMLElement | undefined {
  const { activeElement } = document;
  const isThere = activeElement instanceof HTMLElement && activeElement.closest(area) !== null;
  return isThere ? activeElement : undefined;
}
