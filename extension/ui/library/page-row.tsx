import { CopyButton, HolderCount } from '@mayfly/relay/view';
import { formatBytes, kindWord, list, t } from '@mayfly/relay/words';
import type { LibraryPage } from '../../messages.ts';
import { formatAge } from '../format-age.ts';
import { remaining } from '../lifetime-names.ts';
import { isOnlyCopy } from '../only-copy.ts';

export interface PageRowProps {
  readonly page: LibraryPage;
  /** From 0. */
  readonly index: number;
  /** Pixels from the top of the list. */
  readonly top: number;
  readonly holders: number | undefined;
  readonly isUploaded: boolean;
  readonly isSelected: boolean;
  readonly now: number;
  readonly href: string;
  readonly onSelect: (isSelected: boolean, isRange: boolean) => void;
  readonly onStop: () => void;
}

/** One page of the list. A narrow screen leaves out the cells that are `data-usual`. */
export function PageRow(props: PageRowProps) {
  const { page, index, top, isSelected, holders } = props;
  return (
    <div
      class="library-row"
      role="row"
      aria-rowindex={index + 2} // after the head
      data-selected={isSelected}
      data-index={index}
      style={{ transform: `translateY(${top}px)` }}
    >
      <span class="library-check" role="cell">
        <input
          type="checkbox"
          checked={isSelected}
          aria-label={t('library_select', { title: page.title })}
          data-control="select"
          onClick={(event) => props.onSelect(event.currentTarget.checked, event.shiftKey)}
        />
      </span>
      <TitleCell page={page} href={props.href} />
      <span
        class="library-held"
        role="cell"
        data-only={isOnlyCopy(holders)}
        data-usual={props.isUploaded && !isOnlyCopy(holders)}
      >
        {props.isUploaded ? <HolderCount count={holders} isHeldHere /> : t('page_notHandedOn')}
      </span>
      <span class="library-size" role="cell">
        {formatBytes(page.length)}
      </span>
      <ServedCell page={page} />
      <span class="library-age" role="cell" data-usual={page.lifetime.until === 'stopped'}>
        <span>{ageOf(page, props.now)}</span>{' '}
        <span class="library-left">{remaining(page.lifetime, props.now)}</span>
      </span>
      <span class="library-acts" role="cell">
        <CopyButton text={page.link} label={t('view_copyLink')} />
        <button
          class="button"
          type="button"
          data-control="stop"
          aria-label={t('library_stopPage', { title: page.title })}
          onClick={props.onStop}
        >
          {t('library_stop')}
        </button>
      </span>
    </div>
  );
}

function TitleCell({ page, href }: Pick<PageRowProps, 'page' | 'href'>) {
  const { title, mediaType, isSealed, isDamaged, relays } = page;
  return (
    <span class="library-title" role="rowheader">
      <a href={href} target="_blank" dir="auto" data-control="open">
        <bdi>{title}</bdi>
      </a>
      <span class="library-facts" data-usual={!isDamaged}>
        {[
          kindWord(mediaType),
          isSealed && t('library_encrypted'),
          isDamaged && t('library_damagedCopy'),
          list(relays.map(hostOf)),
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </span>
  );
}

function ServedCell({ page: { servedTimes, servedBytes } }: Pick<PageRowProps, 'page'>) {
  return (
    <span class="library-served" role="cell">
      {servedBytes === 0 ? (
        <span>
          <HandedOut />
          {t('library_notYet')}
        </span>
      ) : (
        <>
          <span>
            <HandedOut />
            {t('library_times', { count: servedTimes })}
          </span>{' '}
          <span class="library-left">{formatBytes(servedBytes)}</span>
        </>
      )}
    </span>
  );
}

/** Left to the column's head where there is one. */
function HandedOut() {
  return <span class="library-narrow">{t('library_handedOutLabel')} </span>;
}

function ageOf({ origin, addedAt }: LibraryPage, now: number): string {
  const age = formatAge(addedAt, now);
  return origin === 'published' ? t('page_shared', { age }) : t('page_opened', { age });
}

function hostOf(relay: string): string {
  return relay.replace(/^https?:\/\//, '');
}
