/** What has the focus at times goes while it has it, a row that is let go of or the bar for it: the keyboard must go on. */
import { useLayoutEffect } from 'preact/hooks';

/**
 * Calls `onLost` with what had the focus in an element that `area` selects, where it is gone once this component is drawn.
 * Those inside the component come first: what they give the focus to keeps it.
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
