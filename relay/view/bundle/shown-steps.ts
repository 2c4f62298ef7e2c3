import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

/** A step of a long list is drawn in a moment on a slow device. */
const STEP = 200;

export interface ShownSteps {
  /** The number of items to draw. */
  readonly shown: number;
  readonly onMore: () => void;
  /** For the button below: the next step comes when it is scrolled into sight. */
  readonly more: (button: HTMLElement | null) => void;
}

/** Draws a long list in steps, each when the end of the one before is near. */
export function useShownSteps(total: number): ShownSteps {
  const [limit, setLimit] = useState(STEP);
  const onMore = useCallback(() => setLimit((before) => before + STEP), []);
  const observer = useRef<IntersectionObserver | undefined>(undefined);
  const more = useCallback(
    (button: HTMLElement | null) => {
      observer.current?.disconnect();
      if (!button) return;
      observer.current = new IntersectionObserver(
        (seen) => seen.some(({ isIntersecting }) => isIntersecting) && onMore(),
        { rootMargin: '50%' },
      );
      observer.current.observe(button);
    },
    // Observed anew after each step: a button that stays in sight is seen no second time.
    [limit, onMore],
  );
  useEffect(() => () => observer.current?.disconnect(), []);
  return { shown: Math.min(limit, total), onMore, more };
}
