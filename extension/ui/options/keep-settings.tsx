import { formatBytes, t } from '@mayfly/relay/words';
import type { LifetimeChoice } from '../../store/lifetime.ts';
import { LifetimeSelect } from '../lifetime-select.tsx';

export interface KeepSettingsProps {
  /** The lifetime of new pages. */
  readonly lifetime: LifetimeChoice;
  /** The room for pages that were only viewed, in bytes. */
  readonly viewedBytes: number;
  readonly libraryHref: string;
  readonly onLifetime: (lifetime: LifetimeChoice) => void;
  readonly onViewedBytes: (bytes: number) => void;
}

const MEGABYTE = 1_000_000;
const ROOM = [50 * MEGABYTE, 250 * MEGABYTE, 1000 * MEGABYTE, 4000 * MEGABYTE] as const;

/** The settings for the lifetime of pages and for their room. */
export function KeepSettings(props: KeepSettingsProps) {
  const room = [...new Set([...ROOM, props.viewedBytes])].toSorted((a, b) => a - b);
  return (
    <section class="options-section" aria-labelledby="holding-title">
      <h2 id="holding-title" class="options-section-title">
        {t('options_holding')}
      </h2>
      <label class="options-choice">
        <span class="options-label">{t('options_holdShared')}</span>
        <LifetimeSelect chosen={props.lifetime} onChoose={props.onLifetime} />
      </label>
      <p class="soft">{t('options_holdWhat')}</p>
      <label class="options-choice">
        <span class="options-label">{t('options_room')}</span>
        <select
          class="field"
          value={String(props.viewedBytes)}
          onChange={(event) => props.onViewedBytes(Number(event.currentTarget.value))}
        >
          {room.map((bytes) => (
            <option key={bytes} value={String(bytes)}>
              {formatBytes(bytes)}
            </option>
          ))}
        </select>
      </label>
      <a class="button" href={props.libraryHref}>
        {t('options_seeAll')}
      </a>
    </section>
  );
}
