/** The rows of a long list that are drawn: those on the screen and a few around them. All rows but one have one height. */
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';

interface Drawn {
  readonly current: HTMLElement | null;
}

export interface Span {
  readonly first: number;
  /** The row after the last. */
  readonly end: number;
}

const AROUND = 8;
/** Before the first look, as many as any screen needs. */
const AT_FIRST: Span = { first: 0, end: 24 };

/**
 * The rows of `list` to draw, updated when the window scrolls or changes its size. One of them may be `unfolded` pixels
 * higher than the others.
 */
export function useSpan(list: Drawn, rowHeight: number, count: number, unfolded = 0): Span {
  const [span, setSpan] = useState(AT_FIRST);
  useEffect(() => {
    const look = () => {
      const top = list.current?.getBoundingClientRect().top;
      if (top === undefined || rowHeight === 0) return;
      // The higher row may be above the screen or below it.
      const next = spanAt(-top - unfolded, innerHeight + unfolded, rowHeight);
      setSpan((before) => (before.first === next.first && before.end === next.end ? before : next));
    };
    look();
    addEventListener('scroll', look, { passive: true });
    addEventListener('resize', look);
    return () => {
      removeEventListener('scroll', look);
      removeEventListener('resize', look);
    };
  }, [list, rowHeight, count, unfolded]);
  return { first: Math.min(span.first, count), end: Math.min(span.end, count) };
}

/** The rows to draw if the list is scrolled by `scrolled` pixels beyond the top of a screen of `height`. */
export function spanAt(scrolled: number, height: number, rowHeight: number): Span {
  const first = Math.max(0, Math.floor(scrolled / rowHeight) - AROUND);
  const end = Math.max(first, Math.ceil((scrolled + height) / rowHeight) + AROUND);
  return { first, end };
}

/**
 * The height that the style sheet gives `element`, in pixels; it differs with the screen and the size of text. Another
 * `key` stands for another element.
 */
export function useHeight(element: Drawn, key?: string): number {
  const [height, setHeight] = useState(0);
  useLayoutEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => setHeight(entry?.contentRect.height ?? 0));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element, key]);
  return height;
}
