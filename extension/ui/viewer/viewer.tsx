import { PageViewer, type UnlockProps } from '@mayfly/relay/view';
import { type Reading, t } from '@mayfly/relay/words';
import { useState } from 'preact/hooks';
import type { DistantReading, PageSight } from '../../messages.ts';
import { isOnlyCopy } from '../only-copy.ts';
import { isWorthAsking, StopDialog, type Stopping } from '../delete-dialog.tsx';
import type { NearReading } from './stored-page.ts';
import { NoStore } from './no-store.tsx';
import { OtherRelays } from './named-relays.tsx';
import { UnknownRelay } from './unknown-relay.tsx';

export interface ViewerProps {
  readonly sight: PageSight;
  /** The page, once it was read from the store. */
  readonly near: NearReading | undefined;
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
  const { reading } = sight;
  const [isAsking, setAsking] = useState(false);
  if (reading.state === 'unknown-relay') {
    return <UnknownRelay relay={reading.relay} onTrust={() => onTrust(reading.relay)} />;
  }
  if (reading.state === 'no-store' && !near) {
    return <NoStore trouble={reading.trouble} onRetry={props.onRetry} />;
  }
  const isHeld = reading.state === 'stored';
  const copies = copiesOf(sight);
  const stopping = stoppingOf(copies);
  const stop = () => (isWorthAsking(stopping) ? setAsking(true) : props.onStop());
  return (
    <>
      <PageViewer
        reading={nearReading(reading, near)}
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
function elsewhereOf({ isDamaged, unasked }: PageSight, onTrust: ViewerProps['onTrust']) {
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

/** How many hold it, this browser among them whether it hands the page on or not. */
function copiesOf({ holders, isUploaded }: PageSight): number | undefined {
  return holders !== undefined && isUploaded === false ? holders + 1 : holders;
}

function stoppingOf(holders: number | undefined): Stopping {
  return {
    count: 1,
    onlyCopies: isOnlyCopy(holders) ? 1 : 0,
    uncounted: holders === undefined ? 1 : 0,
  };
}

/** What is shown stays on the screen, whatever becomes of the copy in the store. */
function nearReading(
  reading: Exclude<DistantReading, { state: 'unknown-relay' }>,
  near: NearReading | undefined,
): Reading {
  if (near) return near;
  switch (reading.state) {
    case 'stored':
    case 'passing':
    case 'released':
    case 'no-store':
      return { state: 'connecting' };
    default:
      return reading;
  }
}

function noteOf({ reading, isUploaded }: PageSight, copies: number | undefined) {
  if (reading.state === 'passing') return undefined;
  if (reading.state !== 'stored') return t('viewer_noLonger');
  if (isUploaded === false) return t('viewer_notHandedOn');
  return copies === 1 ? t('viewer_onlyCopy') : t('viewer_holds');
}
