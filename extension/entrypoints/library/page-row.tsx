import { CopyButton, formatBytes, HolderCount } from '@mayfly/relay/view';
import type { LibraryPage } from '../../messages.ts';
import { formatAge } from '../../ui/format-age.ts';
import { remaining } from '../../ui/lifetime-words.ts';
import { isOnlyCopy } from '../../ui/only-copy.ts';
import { kindWord } from './kind-word.ts';

export interface PageRowProps {
  readonly page: LibraryPage;
  /** From 0. */
  readonly index: number;
  /** Pixels from the top of the list. */
  readonly top: number;
  readonly holders: number | undefined;
  readonly isHandedOn: boolean;
  readonly isSelected: boolean;
  readonly now: number;
  readonly href: string;
  readonly onSelect: (isSelected: boolean, isRange: boolean) => void;
  readonly onStop: () => void;
}

/** One page of the list. */
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
          aria-label={`Select ${page.title}`}
          data-control="select"
          onClick={(event) => props.onSelect(event.currentTarget.checked, event.shiftKey)}
        />
      </span>
      <TitleCell page={page} href={props.href} />
      <span class="library-held" role="cell" data-only={isOnlyCopy(holders)}>
        {props.isHandedOn ? <HolderCount count={holders} /> : 'not handed on'}
      </span>
      <span class="library-size" role="cell">
        {formatBytes(page.length)}
      </span>
      <ServedCell page={page} />
      <span class="library-age" role="cell">
        <span>{ageOf(page, props.now)}</span>{' '}
        <span class="library-left">{remaining(page.lifetime, props.now)}</span>
      </span>
      <span class="library-acts" role="cell">
        <CopyButton text={page.link} label="Copy link" />
        <button class="button" type="button" data-control="stop" onClick={props.onStop}>
          Stop<span class="visually-hidden"> seeding {page.title}</span>
        </button>
      </span>
    </div>
  );
}

function TitleCell({ page, href }: Pick<PageRowProps, 'page' | 'href'>) {
  const { title, mediaType, isSealed, relays } = page;
  return (
    <span class="library-title" role="rowheader">
      <a href={href} target="_blank" data-control="open">
        {title}
      </a>
      <span class="library-facts">
        {[kindWord(mediaType), ...(isSealed ? ['encrypted'] : []), relays.map(hostOf).join(', ')]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </span>
  );
}

function ServedCell({ page: { servedTimes, servedBytes } }: Pick<PageRowProps, 'page'>) {
  const times = servedTimes === 1 ? 'once' : `${servedTimes.toLocaleString('en')} times`;
  return (
    <span class="library-served" role="cell">
      {servedBytes === 0 ? (
        <span>
          not <HandedOut />
          yet
        </span>
      ) : (
        <>
          <span>
            <HandedOut />
            {times}
          </span>{' '}
          <span class="library-left">{formatBytes(servedBytes)}</span>
        </>
      )}
    </span>
  );
}

/** Left to the column's head where there is one. */
function HandedOut() {
  return <span class="library-narrow">handed out </span>;
}

function ageOf({ origin, addedAt }: LibraryPage, now: number): string {
  return `${origin === 'published' ? 'shared' : 'opened'} ${formatAge(addedAt, now)}`;
}

function hostOf(relay: string): string {
  return relay.replace(/^https?:\/\//, '');
}
