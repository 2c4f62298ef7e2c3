import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../view/index.ts';
import { MessageScreen } from './message-screen.tsx';
import { titleOf } from './route.ts';
import { COMPOSE, READ } from './screens.ts';
import type { Place, Tab } from './tab.ts';

export interface AppProps {
  readonly tab: Tab;
}

/** The screen for where the tab is. */
export function App({ tab }: AppProps) {
  const place = tab.place.value;
  useEffect(() => {
    document.title = titleOf(place.screen);
  }, [place.screen]);
  useFocusKept(place);
  switch (place.screen) {
    case 'compose':
      return <COMPOSE.Component tab={tab} />;
    case 'read':
      return <READ.Component tab={tab} page={place.page} />;
    case 'nowhere':
      return (
        <MessageScreen tab={tab} title={t('web_notAnAddress')}>
          {t('web_addressForm')}
        </MessageScreen>
      );
  }
}

/** The focus goes with the screen that had it; whoever uses the keyboard goes on at the start of the next. */
function useFocusKept(place: Place): void {
  const last = useRef(place);
  useLayoutEffect(() => {
    if (last.current === place) return;
    last.current = place;
    if (document.activeElement === document.body) {
      document.querySelector('main')?.focus({ preventScroll: true });
    }
  }, [place]);
}
