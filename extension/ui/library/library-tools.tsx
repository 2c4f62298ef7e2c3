import { type PlainKey, t } from '@mayfly/relay/words';
import type { Filter, Query, Sort } from './query.ts';

export interface LibraryToolsProps {
  readonly query: Query;
  readonly onQuery: (change: Partial<Query>) => void;
}

const FILTER_WORDS: readonly (readonly [Filter, PlainKey])[] = [
  ['all', 'library_all'],
  ['published', 'library_shared'],
  ['viewed', 'library_opened'],
  ['only-copy', 'library_onlyCopies'],
];

const SORT_WORDS: readonly (readonly [Sort, PlainKey])[] = [
  ['newest', 'library_newest'],
  ['oldest', 'library_oldest'],
  ['title', 'library_byTitle'],
  ['largest', 'library_largest'],
  ['most-served', 'library_mostServed'],
  ['ending', 'library_ending'],
];

/** Search, filter and order. */
export function LibraryTools({ query, onQuery }: LibraryToolsProps) {
  return (
    <div class="library-tools" role="search" aria-label={t('library_pagesHeld')}>
      <input
        class="field library-search"
        dir={query.text === '' ? undefined : 'auto'}
        type="search"
        placeholder={t('library_searchHint')}
        aria-label={t('library_search')}
        autocomplete="off"
        spellcheck={false}
        value={query.text}
        onInput={(event) => onQuery({ text: event.currentTarget.value })}
      />
      <fieldset class="choice">
        <legend class="visually-hidden">{t('library_show')}</legend>
        {FILTER_WORDS.map(([filter, words]) => (
          <label key={filter} class="choice-option">
            <input
              class="choice-input"
              type="radio"
              name="filter"
              checked={query.filter === filter}
              onChange={() => onQuery({ filter })}
            />
            <span class="choice-label">{t(words)}</span>
          </label>
        ))}
      </fieldset>
      <select
        class="field library-sort"
        aria-label={t('library_order')}
        value={query.sort}
        onChange={(event) => onQuery({ sort: sortOf(event.currentTarget.selectedIndex) })}
      >
        {SORT_WORDS.map(([sort, words]) => (
          <option key={sort} value={sort}>
            {t(words)}
          </option>
        ))}
      </select>
    </div>
  );
}

function sortOf(index: number): Sort {
  return SORT_WORDS[index]?.[0] ?? 'newest';
}
