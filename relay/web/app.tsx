import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { titleOf } from './route.ts';
import { COMPOSE, NOWHERE, ONCE, READ, SHARED } from './screens.ts';
import type { Place } from './tab-place.ts';
import type { Tab } from './tab.ts';

export interface AppProps {
  readonly tab: Tab;
}

/** Draws the screen of the tab's place. */
export function App({ tab }: AppProps) {
  const place = tab.place.value;
  useEffect(() => {
    document.title = titleOf(place.screen);
  }, [place.screen]);
  useFocusKept(place, isThere(place));
  switch (place.screen) {
    case 'compose':
      return <COMPOSE.Component tab={tab} />;
    case 'read':
      return <READ.Component tab={tab} {...place} />;
    case 'once':
      return <ONCE.Component tab={tab} {...place} key={place.link.address} />;
    case 'shared':
      return <SHARED.Component tab={tab} {...place} key={place.page} />;
    case 'nowhere':
      return <NOWHERE.Component tab={tab} {...place} />;
  }
}

const SCREENS = { compose: COMPOSE, read: READ, once: ONCE, shared: SHARED, nowhere: NOWHERE };

function isThere({ screen }: Place): boolean {
  return SCREENS[screen].isThere;
}

/** Moves the focus to the start of a new screen: the element that had it went with the last screen. */
function useFocusKept(place: Place, isDrawn: boolean): void {
  const last = useRef(place);
  useLayoutEffect(() => {
    if (last.current === place || !isDrawn) return;
    last.current = place;
    if (document.activeElement === document.body) {
      document.querySelector('main')?.focus({ preventScroll: true });
    }
  }, [place, isDrawn]);
}
