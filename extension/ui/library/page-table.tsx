import type { Address } from '@mayfly/relay/protocol';
import { t } from '@mayfly/relay/words';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { isUploaded } from '../../store/upload-scope.ts';
import type { Uploads, LibraryPage } from '../../messages.ts';
import { useLostFocus } from './lost-focus.ts';
import { PageRow } from './page-row.tsx';
import { type Unfolded, UnfoldedProbe, useUnfolded } from './unfolded-row.tsx';
import { useHeight, useSpan } from './visible-rows.ts';

export interface PageTableProps {
  readonly rows: readonly LibraryPage[];
  readonly holders: Readonly<Record<Address, number>>;
  readonly uploads: Uploads;
  readonly selected: ReadonlySet<Address>;
  readonly now: number;
  readonly viewerHref: (link: string) => string;
  readonly onSelect: (address: Address, isSelected: boolean, isRange: boolean) => void;
  readonly onSelectAll: (isSelected: boolean) => void;
  readonly onStop: (page: LibraryPage) => void;
  /** Called with the drawn pages whenever they change. */
  readonly onShown: (addresses: readonly Address[]) => void;
}

/** The place where the keyboard goes when its row is drawn. */
interface Goal {
  readonly index: number;
  readonly control: string;
}

const STEPS: Readonly<Record<string, (index: number, count: number) => number>> = {
  ArrowDown: (index) => index + 1,
  ArrowUp: (index) => index - 1,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/**
 * A table of thousands of pages, of which few rows are drawn. Each row states its number and the total. Up, down, Home
 * and End lead to rows that are not drawn yet. The row with the focus is drawn wherever it is.
 */
export function PageTable(props: PageTableProps) {
  const { rows, selected } = props;
  const list = useRef<HTMLDivElement>(null);
  const probe = useRef<HTMLDivElement>(null);
  const rowHeight = useHeight(probe);
  const unfolded = useUnfolded(rows);
  const { first, end } = useSpan(list, rowHeight, rows.length, unfolded.height);
  const [focused, setFocused] = useState<Address | undefined>(undefined);
  const goTo = useGoal(list, (index) => setFocused(rows[index]?.address));
  const drawn = indexesOf(first, end, indexOf(rows, focused));
  const shown = drawn.flatMap((index) => rows[index]?.address ?? []);
  useEffect(() => props.onShown(shown), [shown.join()]);
  useLostFocus('.library-row', (lost) => {
    const row = rowOf(lost);
    if (row && rows.length > 0) goTo({ ...row, index: Math.min(row.index, rows.length - 1) });
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const goal = goalOf(event, rows.length);
    if (!goal) return;
    event.preventDefault();
    goTo(goal);
  };
  return (
    <div
      class="library-table"
      role="table"
      aria-label={t('library_pagesHeld')}
      aria-rowcount={rows.length + 1}
    >
      <Head
        isAll={rows.length > 0 && rows.every(({ address }) => selected.has(address))}
        isSome={selected.size > 0}
        onSelectAll={props.onSelectAll}
      />
      <div ref={probe} class="library-probe" aria-hidden="true" />
      <UnfoldedProbe unfolded={unfolded} />
      <div
        ref={list}
        class="library-rows"
        role="rowgroup"
        style={{ height: `${rows.length * rowHeight + unfolded.height}px` }}
        onKeyDown={onKeyDown}
        onFocusIn={(event) => setFocused(rows[rowOf(event.target)?.index ?? -1]?.address)}
      >
        {drawn.map((index) => (
          <Drawn
            key={rows[index]?.address}
            {...props}
            index={index}
            rowHeight={rowHeight}
            unfolded={unfolded}
          />
        ))}
      </div>
    </div>
  );
}

interface HeadProps extends Pick<PageTableProps, 'onSelectAll'> {
  readonly isAll: boolean;
  readonly isSome: boolean;
}

function Head({ isAll, isSome, onSelectAll }: HeadProps) {
  return (
    <div class="library-head" role="rowgroup">
      <div class="library-head-row" role="row" aria-rowindex={1}>
        <span class="library-check" role="columnheader">
          <label>
            <input
              type="checkbox"
              checked={isAll}
              data-control="select-all"
              indeterminate={isSome && !isAll}
              onChange={(event) => onSelectAll(event.currentTarget.checked)}
            />
            <span>{t('library_selectAll')}</span>
          </label>
        </span>
        <span role="columnheader">{t('library_page')}</span>
        <span role="columnheader">{t('library_copies')}</span>
        <span role="columnheader">{t('library_size')}</span>
        <span role="columnheader">{t('library_handedOut')}</span>
        <span role="columnheader">{t('library_held')}</span>
        <span role="columnheader">
          <span class="visually-hidden">{t('library_actions')}</span>
        </span>
      </div>
    </div>
  );
}

interface DrawnProps extends PageTableProps {
  readonly index: number;
  readonly rowHeight: number;
  readonly unfolded: Unfolded;
}

function Drawn({ index, rowHeight, unfolded, ...props }: DrawnProps) {
  const page = props.rows[index];
  if (!page) return null;
  const { address, link } = page;
  const isBelow = unfolded.index >= 0 && index > unfolded.index;
  return (
    <PageRow
      page={page}
      index={index}
      top={index * rowHeight + (isBelow ? unfolded.height : 0)}
      holders={props.holders[address]}
      isUploaded={isUploaded(page, props.uploads)}
      isSelected={props.selected.has(address)}
      now={props.now}
      href={props.viewerHref(link)}
      onSelect={(isSelected, isRange) => props.onSelect(address, isSelected, isRange)}
      onStop={() => props.onStop(page)}
      isUnfolded={index === unfolded.index}
      onUnfold={(isUnfolded) => unfolded.set(isUnfolded ? address : undefined)}
    />
  );
}

/** A function that leads the keyboard to a row, drawn or not. */
function useGoal(
  list: { readonly current: HTMLElement | null },
  setFocused: (index: number) => void,
): (goal: Goal) => void {
  const [goal, setGoal] = useState<Goal | undefined>(undefined);
  useLayoutEffect(() => {
    if (!goal) return;
    reach(list.current, goal);
    setGoal(undefined);
  }, [goal, list]);
  return (next) => {
    if (reach(list.current, next)) return;
    setFocused(next.index);
    setGoal(next);
  };
}

/** Says whether the row is drawn and the keyboard there now. */
function reach(list: HTMLElement | null, { index, control }: Goal): boolean {
  const element = list?.querySelector<HTMLElement>(
    `[data-index="${index}"] [data-control="${control}"]`,
  );
  element?.focus({ preventScroll: true });
  element?.closest('.library-row')?.scrollIntoView({ block: 'nearest' });
  return element !== null && element !== undefined;
}

function goalOf(event: KeyboardEvent, count: number): Goal | undefined {
  const step = STEPS[event.key];
  const row = rowOf(event.target);
  if (!step || !row || event.altKey || event.ctrlKey || event.metaKey) return undefined;
  const index = Math.max(0, Math.min(count - 1, step(row.index, count)));
  return { index, control: row.control };
}

/** The row that contains an element, and the part of it with the focus. */
function rowOf(target: EventTarget | null): Goal | undefined {
  if (!(target instanceof HTMLElement)) return undefined;
  const index = target.closest<HTMLElement>('.library-row')?.dataset['index'];
  if (index === undefined) return undefined;
  return { index: Number(index), control: target.dataset['control'] ?? 'open' };
}

/** -1 if it is not on the list. */
function indexOf(rows: readonly LibraryPage[], focused: Address | undefined): number {
  return focused === undefined ? -1 : rows.findIndex(({ address }) => address === focused);
}

function indexesOf(first: number, end: number, focused: number): readonly number[] {
  const span = Array.from({ length: end - first }, (_, i) => first + i);
  if (focused < 0) return span;
  if (focused < first) return [focused, ...span];
  return focused >= end ? [...span, focused] : span;
}
