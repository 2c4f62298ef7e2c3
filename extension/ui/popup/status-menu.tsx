import { formatBytes, t } from '@mayfly/relay/words';
import type { Overview } from '../../messages.ts';
import type { LifetimeChoice } from '../../store/lifetime.ts';
import { HeldFor } from '../lifetime-note.tsx';
import { PauseButtons } from '../pause-buttons.tsx';
import { SlidersIcon } from '../sliders-icon.tsx';
import { RelaysNote, stateOf, summaryOf } from './relays-note.tsx';

export interface StatusButtonProps {
  /** Undefined until the background has answered. */
  readonly overview: Overview | undefined;
  readonly isOpen: boolean;
  readonly panelId: string;
  readonly onToggle: () => void;
}

/** A dot that says if all is well. It opens what one seldom needs: relay, pause, keys, library, options. */
export function StatusButton({ overview, isOpen, panelId, onToggle }: StatusButtonProps) {
  const connections = overview?.connections ?? [];
  const isPaused = overview?.uploads.pages === 'none';
  return (
    <button
      class="status-button"
      type="button"
      aria-label={t('popup_status')}
      title={connections.length > 0 ? summaryOf(connections) : undefined}
      aria-expanded={isOpen}
      aria-controls={isOpen ? panelId : undefined}
      data-state={isPaused ? 'waiting' : stateOf(connections)}
      onClick={onToggle}
    >
      <SlidersIcon />
    </button>
  );
}

export interface StatusPanelProps {
  readonly id: string;
  readonly overview: Overview | undefined;
  readonly lifetime: LifetimeChoice | undefined;
  /** The keys that share the selection without the popup; '' where none are set, undefined until they are known. */
  readonly selectionKeys: string | undefined;
  readonly optionsHref: string;
  readonly libraryHref: string;
  /** The first-run page, which asks if opened pages are uploaded too. */
  readonly welcomeHref: string;
  readonly onChangeKeys: () => void;
  readonly onPause: (isForAnHour: boolean) => void;
}

/** The panel that the dot opens. */
export function StatusPanel(props: StatusPanelProps) {
  const { overview, lifetime, selectionKeys } = props;
  return (
    <section class="status-panel" id={props.id} aria-label={t('popup_status')}>
      {overview && <RelaysNote connections={overview.connections} />}
      {overview && <Uploads {...props} overview={overview} />}
      {lifetime !== undefined && <HeldFor lifetime={lifetime} optionsHref={props.optionsHref} />}
      {selectionKeys !== undefined && (
        <p>
          {selectionKeys ? t('popup_keys', { keys: selectionKeys }) : t('popup_noKeys')}{' '}
          <button class="link-button" type="button" onClick={props.onChangeKeys}>
            {t('popup_changeKeys')}
          </button>
        </p>
      )}
      <nav class="row">
        <a class="button" href={props.libraryHref} target="_blank">
          {t('popup_library')}
        </a>
        <a class="button" href={props.optionsHref} target="_blank">
          {t('popup_options')}
        </a>
      </nav>
    </section>
  );
}

interface UploadsProps extends Pick<StatusPanelProps, 'welcomeHref' | 'onPause'> {
  readonly overview: Overview;
}

/** The number of bytes uploaded today, and two buttons that stop uploads for a while. */
function Uploads({ overview, welcomeHref, onPause }: UploadsProps) {
  const { uploads, servedToday, isAsked } = overview;
  return (
    <>
      {!isAsked && (
        <p>
          {t('popup_askUploads')}{' '}
          <a href={welcomeHref} target="_blank">
            {t('popup_choose')}
          </a>
        </p>
      )}
      <div class="row">
        <span>{t('popup_uploadedToday', { size: formatBytes(servedToday) })}</span>
        {uploads.pages !== 'none' && <PauseButtons onPause={onPause} />}
      </div>
    </>
  );
}
