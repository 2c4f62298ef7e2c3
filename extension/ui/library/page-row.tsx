import { CopyButton, lazyComponent } from '@mayfly/relay/view';
import { formatBytes, list, t } from '@mayfly/relay/words';
import type { LibraryPage } from '../../messages.ts';
import { formatAge } from '../format-age.ts';
import { Holders } from '../holders.tsx';
import { remaining } from '../lifetime-names.ts';
import { isOnlyCopy } from '../only-copy.ts';
import { homeOf, homeWords, kindWords, onceWords, partWords, wholeBytes } from './page-facts.ts';
import { OnceBox } from './once-box.tsx';
import { fileLines } from './unfolded-row.tsx';

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
  /** The files of a bundle are shown below the facts about it. */
  readonly isUnfolded: boolean;
  readonly onUnfold: (isUnfolded: boolean) => void;
}

const Files = lazyComponent(async () => (await import('./bundle-files.tsx')).BundleFiles);
/** One page of the list. A narrow screen leaves out the cells that are `data-usual`. */
export function PageRow(props: PageRowProps) {
  const { page, index, top, isSelected, isUnfolded } = props;
  return (
    <div
      class="library-row"
      role="row"
      aria-rowindex={index + 2} // after the head
      data-selected={isSelected}
      data-index={index}
      data-unfolded={isUnfolded}
      style={{ transform: `translateY(${top}px)`, '--files': fileLines(page) }}
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
      <TitleCell {...props} />
      <HeldCell {...props} />
      <span class="library-size" role="cell">
        <span>{formatBytes(wholeBytes(page))}</span>{' '}
        <span class="library-left">{partWords(page)}</span>
      </span>
      <ServedCell page={page} />
      <span class="library-age" role="cell" data-usual={page.lifetime.until === 'stopped'}>
        <span>{ageOf(page, props.now)}</span>{' '}
        <span class="library-left">{remaining(page.lifetime, props.now)}</span>
      </span>
      <span class="library-acts" role="cell">
        {!page.once && <CopyButton text={page.link} label={t('view_copyLink')} />}
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
      {isUnfolded && (
        <span class="library-files" role="cell">
          <Unfolded page={page} now={props.now} />
        </span>
      )}
    </div>
  );
}

/** The once links of a page, or the files of a bundle. */
function Unfolded({ page, now }: Pick<PageRowProps, 'page' | 'now'>) {
  if (page.once) return <OnceBox page={page} links={page.once} now={now} />;
  return <Files.Component page={page} />;
}

function HeldCell({ page, holders, isUploaded }: PageRowProps) {
  const isOnly = isOnlyCopy(holders, homeOf(page));
  return (
    <span class="library-held" role="cell" data-only={isOnly} data-usual={isUploaded && !isOnly}>
      {isUploaded ? <Holders count={holders} home={homeOf(page)} /> : t('page_notHandedOn')}
    </span>
  );
}

type TitleCellProps = Pick<PageRowProps, 'page' | 'href' | 'isUnfolded' | 'onUnfold'>;

function TitleCell({ page, href, ...fold }: TitleCellProps) {
  const { title, isSealed, isDamaged, relays, bundle, once } = page;
  const canUnfold = bundle !== undefined || once !== undefined;
  const isUsual = !isDamaged && !canUnfold && !page.homes;
  return (
    <span class="library-title" role="rowheader">
      <a href={href} target="_blank" dir="auto" data-control="open">
        <bdi>{title}</bdi>
      </a>
      <span class="library-facts" data-usual={isUsual}>
        {canUnfold && <Unfold page={page} {...fold} />}
        {[
          !bundle && kindWords(page),
          isSealed && t('library_encrypted'),
          isDamaged && t('library_damagedCopy'),
          ...homeWords(page),
          list(relays.map(hostOf)),
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </span>
  );
}

function Unfold({ page, isUnfolded, onUnfold }: Omit<TitleCellProps, 'href'>) {
  return (
    <>
      <button
        class="button-link library-unfold"
        type="button"
        data-control="unfold"
        aria-expanded={isUnfolded}
        onClick={() => onUnfold(!isUnfolded)}
      >
        {page.once ? onceWords(page.once) : kindWords(page)}
      </button>
      {' · '}
    </>
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
