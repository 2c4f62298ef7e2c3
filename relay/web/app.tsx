import { useEffect } from 'preact/hooks';
import { ComposeScreen } from './compose-screen.tsx';
import { MessageScreen } from './message-screen.tsx';
import { ReadScreen } from './read-screen.tsx';
import { titleOf } from './route.ts';
import type { Tab } from './tab.ts';

export interface AppProps {
  readonly tab: Tab;
}

/** The screen for where the tab is. */
export function App({ tab }: AppProps) {
  const place = tab.place.value;
  useEffect(() => {
    document.title = titleOf(place.screen);
  }, [place.screen]);
  switch (place.screen) {
    case 'compose':
      return <ComposeScreen tab={tab} />;
    case 'read':
      return <ReadScreen tab={tab} page={place.page} />;
    case 'damaged':
      return (
        <MessageScreen tab={tab} title="This link is damaged">
          Part of it is missing or changed: {place.message}. Ask for it again, and copy it whole.
        </MessageScreen>
      );
    case 'nowhere':
      return (
        <MessageScreen tab={tab} title="This is not an address">
          The address of a page is 64 digits, 0–9 and a–f. Part of the link may have been lost on
          its way.
        </MessageScreen>
      );
  }
}
