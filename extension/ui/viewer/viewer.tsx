import { PageViewer, type UnlockProps } from '@mayfly/relay/view';
import { type Reading, t } from '@mayfly/relay/words';
import { useState } from 'preact/hooks';
import type { PageView } from '../../messages.ts';
import { isOnlyCopy } from '../only-copy.ts';
import { isWorthAsking, StopDialog, type Stopping } from '../delete-dialog.tsx';
import { NoStore } from './no-store.tsx';
import { OtherRelays } from './named-relays.tsx';
import { UnknownRelay } from './unknown-relay.tsx';

export interface ViewerProps {
  readonly sight: PageView;
  /** The reading of the bytes, once they were read from the store. It goes before the sight's. */
  readonly near: Reading | undefined;
  readonly link: string | undefined;
  /** Called when the user no longer waits for the page. */
  readonly onCancel: () => void;
  readonly onRetry: () => void;
  /** Called when the user lets a relay be connected to that the link names. */
  readonly onTrust: (relay: string) => void;
  readonly onStop: () => void;
  /** What can be done about a page that is locked. */
  readonly unlock: Omit<UnlockProps, 'lock'>;
}

/** The screen of one page, held by this browser from when it is shown until somebody says stop. */
export function Viewer(props: ViewerProps) {
  const { sight, near, link, onTrust } = props;
  const { obstacle } = sight;
  const [isAsking, setAsking] = useState(false);
  if (obstacle?.by === 'relay') {
    return <UnknownRelay relay={obstacle.relay} onTrust={() => onTrust(obstacle.relay)} />;
  }
  // A page on the screen stays there, whatever becomes of the store.
  if (obstacle?.by === 'store' && !near) {
    return <NoStore trouble={obstacle.trouble} onRetry={props.onRetry} />;
  }
  const isHeld = sight.copy?.state === 'held';
  const copies = copiesOf(sight);
  const stopping = stoppingOf(copies);
  const stop = () => (isWorthAsking(stopping) ? setAsking(true) : props.onStop());
  return (
    <>
      <PageViewer
        reading={near ?? sight.reading}
        link={link}
        elsewhere={elsewhereOf(sight, onTrust)}
        holders={sight.holders}
        connection={sight.connection}
        activity={sight.activity}
        onCancel={props.onCancel}
        onRetry={props.onRetry}
        actions={
          isHeld && (
            <button class="button" type="button" onClick={stop}>
              {t('stop_stop')}
            </button>
          )
        }
        unlock={props.unlock}
        note={near && noteOf(sight, copies)}
      />
      {isAsking && isHeld && (
        <StopDialog stopping={stopping} onStop={props.onStop} onClose={() => setAsking(false)} />
      )}
    </>
  );
}

/** Why the page is looked for though it is held, and where else it may be. */
function elsewhereOf({ isDamaged, unasked }: PageView, onTrust: ViewerProps['onTrust']) {
  if (!isDamaged && !unasked) return undefined;
  return (
    <>
      {isDamaged && (
        <p class="notice" data-kind="warning" role="status">
          {t('viewer_damaged')}
        </p>
      )}
      {unasked && <OtherRelays relays={unasked} onTrust={onTrust} />}
    </>
  );
}

/** The number of copies. The relay does not count one that is not uploaded. */
function copiesOf({ holders, copy }: PageView): number | undefined {
  const isCounted = copy?.state !== 'held' || copy.upload === 'on';
  return holders !== undefined && !isCounted ? holders + 1 : holders;
}

function stoppingOf(holders: number | undefined): Stopping {
  return {
    count: 1,
    onlyCopies: isOnlyCopy(holders) ? 1 : 0,
    uncounted: holders === undefined ? 1 : 0,
  };
}

function noteOf({ copy }: PageView, copies: number | undefined) {
  if (copy?.state === 'passing') return undefined;
  if (copy?.state !== 'held') return t('viewer_noLonger');
  if (copy.upload === 'locked') return t('view_lockedKept');
  if (copy.upload === 'off') return t('viewer_notHandedOn');
  return copies === 1 ? t('viewer_onlyCopy') : t('viewer_holds');
}
