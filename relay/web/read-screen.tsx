import type { ConnectionState } from '../client/events.ts';
import { type PageReading, PageViewer } from '../view/index.ts';
import { isMissed, OtherRelays } from './other-relays.tsx';
import type { Tab } from './tab.ts';

export interface ReadScreenProps {
  readonly tab: Tab;
  readonly page: PageReading;
}

/** `/<address>`: the page, or what keeps it from being shown. */
export function ReadScreen({ tab, page }: ReadScreenProps) {
  const connection = page.connection.value;
  const holders = page.holders.value;
  return (
    <PageViewer
      reading={page.reading.value}
      link={location.href}
      holders={holders}
      connection={connection}
      activity={page.activity.value}
      homeHref="/"
      onHome={() => tab.goHome()}
      onCancel={() => page.cancel()}
      onRetry={() => page.retry()}
      unlock={{
        onKey: (pasted) => tab.unlock(page, pasted),
        onShowAsIs: () => page.showAsIs(),
      }}
      elsewhere={isMissed(page.reading.value, connection) && <OtherRelays href={location.href} />}
      note={holdingNote(connection, holders)}
    />
  );
}

/** What this tab does for a page that it shows. */
function holdingNote(connection: ConnectionState, holders: number | undefined): string {
  if (connection.state !== 'open') {
    return 'This tab is holding the page and will say so to the relay once it is back in reach. Keep it open.';
  }
  return holders === 1
    ? 'This tab is holding the only copy. Keep it open until someone else has read the page, or it is gone.'
    : 'This tab is holding the page. Keep it open to keep the page alive.';
}
