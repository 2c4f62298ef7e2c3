import type { Address } from '@mayfly/relay/protocol';
import { Brand, Mark } from '@mayfly/relay/view';
import { formatBytes, t } from '@mayfly/relay/words';
import { useRef, useState } from 'preact/hooks';
import type { LibraryPage } from '../../messages.ts';
import type { StoreCondition } from '../../store/database-connection.ts';
import type { LifetimeChoice } from '../../store/lifetime.ts';
import { isOnlyOwn } from '../only-copy.ts';
import { DeleteDialog, type Deletion, isOpenToSome, isWorthAsking } from '../delete-dialog.tsx';
import { StoreNotice } from '../store-notice.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { LibraryTools } from './library-tools.tsx';
import { COUNTED_PAGES, type Listing, type Totals } from './listing.ts';
import { useLostFocus } from './lost-focus.ts';
import {
  EvictionNotice,
  type EvictionNoticeProps,
  type Outcome,
  OutcomeNotice,
} from './notices.tsx';
import { keepersOf } from './page-facts.ts';
import { PageTable } from './page-table.tsx';
import { EVERYTHING } from './query.ts';
import { SelectionBar } from './selection-bar.tsx';

export interface LibraryProps extends Omit<EvictionNoticeProps, 'onDismiss'> {
  readonly listing: Listing;
  /** What is the trouble with the store, if any. */
  readonly store: StoreCondition | undefined;
  readonly outcome: Outcome;
  readonly composeHref: string;
  readonly viewerHref: (link: string) => string;
  readonly onDismissEvictions: () => void;
  readonly onShown: (addresses: readonly Address[]) => void;
  readonly onHold: (addresses: readonly Address[], lifetime: LifetimeChoice) => void;
  readonly onStop: (addresses: readonly Address[]) => void;
  readonly onExport: (addresses: readonly Address[], hasKeys: boolean) => void;
  readonly onImport: (file: File) => void;
}

/** What is asked about some pages before it is done. */
type Question =
  | { readonly about: 'nothing' }
  | { readonly about: 'deletion' | 'export'; readonly addresses: readonly Address[] };

/** Every page that this browser holds. */
export function Library(props: LibraryProps) {
  const { listing } = props;
  const [question, setQuestion] = useState<Question>({ about: 'nothing' });
  const heading = useRef<HTMLHeadingElement>(null);
  useLostFocus('.library', () => heading.current?.focus());
  const stop = (addresses: readonly Address[]) => {
    if (isWorthAsking(deletionOf(addresses, listing)))
      setQuestion({ about: 'deletion', addresses });
    else props.onStop(addresses);
  };
  const exportPages = (addresses: readonly Address[]) =>
    setQuestion({ about: 'export', addresses });
  const { count } = listing.totals.value;
  return (
    <>
      <Bar
        {...props}
        count={count}
        onExportAll={() => exportPages([...listing.pages.value.keys()])}
      />
      <main class="library">
        <div class="library-heading">
          <h1 class="card-title" ref={heading} tabIndex={-1}>
            {t('library_title')}
          </h1>
          <Summary totals={listing.totals.value} />
        </div>
        <StoreNotice condition={props.store} />
        <OutcomeNotice outcome={props.outcome} />
        <EvictionNotice {...props} onDismiss={props.onDismissEvictions} />
        {count > 0 && <Pages {...props} onStopPages={stop} onExportPages={exportPages} />}
        {count === 0 && listing.isLoaded.value && <Empty composeHref={props.composeHref} />}
      </main>
      <Asked {...props} question={question} onClose={() => setQuestion({ about: 'nothing' })} />
    </>
  );
}

interface BarProps extends Pick<LibraryProps, 'optionsHref' | 'onImport'> {
  readonly count: number;
  readonly onExportAll: () => void;
}

function Bar({ count, optionsHref, onImport, onExportAll }: BarProps) {
  return (
    <header class="bar">
      <Brand />
      <span class="bar-actions library-bar">
        {count > 0 && (
          <button class="button" type="button" onClick={onExportAll}>
            {t('library_exportAll')}
          </button>
        )}
        <label class="button library-import">
          {t('library_import')}
          <input
            class="visually-hidden"
            type="file"
            accept=".mayfly"
            onChange={(event) => {
              const [file] = event.currentTarget.files ?? [];
              if (file) onImport(file);
              event.currentTarget.value = ''; // so that the same file can be chosen again
            }}
          />
        </label>
        <a class="button" href={optionsHref}>
          {t('library_options')}
        </a>
      </span>
    </header>
  );
}

function Summary({ totals: { count, bytes, servedBytes } }: { readonly totals: Totals }) {
  if (count === 0) return null;
  const facts = [
    t('library_pages', { count }),
    formatBytes(bytes),
    ...(servedBytes > 0 ? [t('library_handedToReaders', { size: formatBytes(servedBytes) })] : []),
  ];
  return <p class="soft library-summary">{facts.join(' · ')}</p>;
}

interface PagesProps extends LibraryProps {
  readonly onStopPages: (addresses: readonly Address[]) => void;
  readonly onExportPages: (addresses: readonly Address[]) => void;
}

function Pages({ listing, onStopPages, onExportPages, ...props }: PagesProps) {
  const rows = listing.rows.value;
  const selection = listing.selection.value;
  const selected = selection.map(({ address }) => address);
  useLostFocus('.selection-bar, .library-row', () => {
    document.querySelector<HTMLElement>('[data-control="select-all"]')?.focus();
  });
  return (
    <>
      <LibraryTools query={listing.query.value} onQuery={(change) => listing.ask(change)} />
      <p class="visually-hidden" role="status">
        {t('library_pages', { count: rows.length })}
      </p>
      {rows.length === 0 && <NoMatch listing={listing} />}
      <PageTable
        rows={rows}
        holders={listing.holders.value}
        uploads={listing.uploads.value}
        selected={listing.selected.value}
        now={props.now}
        viewerHref={props.viewerHref}
        onSelect={(address, isSelected, isRange) => listing.select(address, isSelected, isRange)}
        onSelectAll={(isSelected) => listing.selectAll(isSelected)}
        onStop={({ address }: LibraryPage) => onStopPages([address])}
        onShown={props.onShown}
      />
      {selection.length > 0 && (
        <SelectionBar
          selection={selection}
          onHold={(lifetime) => props.onHold(selected, lifetime)}
          onExport={() => onExportPages(selected)}
          onStop={() => onStopPages(selected)}
          onClear={() => listing.selectAll(false)}
        />
      )}
    </>
  );
}

function NoMatch({ listing }: Pick<LibraryProps, 'listing'>) {
  const isOnlyCopies = listing.query.value.filter === 'only-copy';
  return (
    <div class="library-none">
      <p>
        {isOnlyCopies ? t('library_noOnlyCopies', { most: COUNTED_PAGES }) : t('library_noMatch')}
      </p>
      <button class="button" type="button" onClick={() => listing.ask(EVERYTHING)}>
        {t('library_showAll')}
      </button>
    </div>
  );
}

function Empty({ composeHref }: Pick<LibraryProps, 'composeHref'>) {
  return (
    <section class="library-empty" aria-label={t('library_noPages')}>
      <Mark />
      <h2 class="library-empty-title">{t('library_emptyTitle')}</h2>
      <p class="soft">{t('library_empty')}</p>
      <a class="button button-primary" href={composeHref}>
        {t('library_shareSomething')}
      </a>
    </section>
  );
}

interface AskedProps extends LibraryProps {
  readonly question: Question;
  readonly onClose: () => void;
}

function Asked({ question, listing, onClose, onStop, onExport }: AskedProps) {
  switch (question.about) {
    case 'nothing':
      return null;
    case 'deletion':
      return (
        <DeleteDialog
          deletion={deletionOf(question.addresses, listing)}
          onDelete={() => onStop(question.addresses)}
          onClose={onClose}
        />
      );
    case 'export':
      return (
        <ExportDialog
          count={question.addresses.length}
          onExport={(hasKeys) => onExport(question.addresses, hasKeys)}
          onClose={onClose}
        />
      );
  }
}

function deletionOf(addresses: readonly Address[], { holders, pages }: Listing): Deletion {
  const counts = addresses.map((address) => holders.value[address]);
  const atKeepers = addresses.map((address) => keepersOf(pages.value.get(address) ?? {}));
  return {
    count: addresses.length,
    onlyCopies: counts.filter((count, i) => isOnlyOwn(count, atKeepers[i] ?? 0)).length,
    atKeepers: addresses.filter((address) => pages.value.get(address)?.homes).length,
    uncounted: counts.filter((count) => count === undefined).length,
    hasOnceLinks: addresses.some((address) => isOpenToSome(pages.value.get(address)?.once)),
  };
}
