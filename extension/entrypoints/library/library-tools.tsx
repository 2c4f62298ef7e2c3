import type { Filter, Query, Sort } from './query.ts';

export interface LibraryToolsProps {
  readonly query: Query;
  readonly onQuery: (change: Partial<Query>) => void;
}

const FILTER_WORDS: readonly (readonly [Filter, string])[] = [
  ['all', 'All'],
  ['published', 'Shared'],
  ['viewed', 'Opened'],
  ['only-copy', 'Only copies'],
];

const SORT_WORDS: readonly (readonly [Sort, string])[] = [
  ['newest', 'Newest first'],
  ['oldest', 'Oldest first'],
  ['title', 'By title'],
  ['largest', 'Largest first'],
  ['most-served', 'Most handed out'],
  ['ending', 'Ending soonest'],
];

/** Search, filter and order. */
export function LibraryTools({ query, onQuery }: LibraryToolsProps) {
  return (
    <div class="library-tools" role="search" aria-label="Pages held">
      <input
        class="field library-search"
        type="search"
        placeholder="Search title, name or address"
        aria-label="Search"
        autocomplete="off"
        spellcheck={false}
        value={query.text}
        onInput={(event) => onQuery({ text: event.currentTarget.value })}
      />
      <fieldset class="choice">
        <legend class="visually-hidden">Show</legend>
        {FILTER_WORDS.map(([filter, words]) => (
          <label key={filter} class="choice-option">
            <input
              class="choice-input"
              type="radio"
              name="filter"
              checked={query.filter === filter}
              onChange={() => onQuery({ filter })}
            />
            <span class="choice-label">{words}</span>
          </label>
        ))}
      </fieldset>
      <select
        class="field library-sort"
        aria-label="Order"
        value={query.sort}
        onChange={(event) => onQuery({ sort: sortOf(event.currentTarget.selectedIndex) })}
      >
        {SORT_WORDS.map(([sort, words]) => (
          <option key={sort} value={sort}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

function sortOf(index: number): Sort {
  return SORT_WORDS[index]?.[0] ?? 'newest';
}
