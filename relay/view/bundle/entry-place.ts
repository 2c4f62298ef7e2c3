/**
 * The opened entry is a place in the tab's history, so that the browser's Back leads to the list. The address stays the same:
 * no name of a file may stand in it.
 */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Address } from '../../protocol/address.ts';

/** In the state of an entry of history. */
interface Place {
  readonly bundle: Address;
  readonly entry: number;
}

export interface EntryPlace {
  /** The number of the opened entry; undefined on the list. */
  readonly index: number | undefined;
  readonly onOpen: (index: number) => void;
  /** Opens another entry in place of the opened one. */
  readonly onSwap: (index: number) => void;
  readonly onClose: () => void;
}

/** `count` is the number of entries. */
export function useEntryPlace(bundle: Address, count: number): EntryPlace {
  const [index, setIndex] = useState(() => entryIn(history.state, bundle, count));
  useEffect(() => {
    const onPop = ({ state }: PopStateEvent) => setIndex(entryIn(state, bundle, count));
    addEventListener('popstate', onPop);
    return () => removeEventListener('popstate', onPop);
  }, [bundle, count]);
  const go = useCallback(
    (how: 'pushState' | 'replaceState', entry: number) => {
      const place: Place = { bundle, entry };
      history[how](place, '');
      setIndex(entry);
    },
    [bundle],
  );
  const onOpen = useCallback((entry: number) => go('pushState', entry), [go]);
  const onSwap = useCallback((entry: number) => go('replaceState', entry), [go]);
  const onClose = useCallback(() => history.back(), []);
  return { index, onOpen, onSwap, onClose };
}

function entryIn(state: unknown, bundle: Address, count: number): number | undefined {
  const place: Partial<Place> = typeof state === 'object' && state !== null ? state : {};
  const { entry } = place;
  return place.bundle === bundle && entry !== undefined && entry < count ? entry : undefined;
}

/** Gives the focus back to the row of an entry once its reader returns to the list. */
export function useReturnedFocus(index: number | undefined): void {
  const before = useRef(index);
  useEffect(() => {
    const left = before.current;
    before.current = index;
    if (index !== undefined || left === undefined) return;
    document.querySelector<HTMLElement>(`[data-entry="${left}"]`)?.focus();
  }, [index]);
}
