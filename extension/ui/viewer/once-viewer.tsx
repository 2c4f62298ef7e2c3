import { ONCE_READING } from '@mayfly/relay/view';
import { OtherRelays } from './named-relays.tsx';
import { NoStore } from './no-store.tsx';
import type { OnceTab } from './once-tab.ts';
import { UnknownRelay } from './unknown-relay.tsx';

export interface OnceViewerProps {
  readonly tab: OnceTab;
  /** Called when the user lets this browser connect to a relay that the link names. */
  readonly onTrust: (relay: string) => void;
}

/** The screen of a page that opens once, and that this browser does not keep. */
export function OnceViewer({ tab, onTrust }: OnceViewerProps) {
  const { obstacle, connection, unasked } = tab.sight.value;
  const once = tab.opening.value;
  const isOpen = once.state === 'opened';
  if (obstacle?.by === 'relay' && !isOpen) {
    return <UnknownRelay relay={obstacle.relay} onTrust={() => onTrust(obstacle.relay)} />;
  }
  if (obstacle?.by === 'store' && !isOpen) {
    return <NoStore trouble={obstacle.trouble} onRetry={() => tab.start()} />;
  }
  return (
    <ONCE_READING.Component
      once={once}
      relay={tab.relay}
      connection={connection}
      onOpen={() => tab.press()}
      onShown={() => tab.shown()}
      onRetry={() => tab.start()}
      onPasted={(text) => tab.tryPasted(text)}
      elsewhere={unasked && <OtherRelays relays={unasked} onTrust={onTrust} />}
    />
  );
}
