import { formatBytes, type PlainKey, sentences, t } from '@mayfly/relay/words';
import type { Imported, ImportProblem } from '../../messages.ts';
import type { Evictions } from '../../store/evictions.ts';
import { formatAge } from '../format-age.ts';

/** The result of an action that takes time. */
export type Outcome =
  | { readonly state: 'none' }
  | { readonly state: 'busy'; readonly words: string }
  | { readonly state: 'imported'; readonly imported: Imported }
  | { readonly state: 'failed'; readonly words: string };

/** The region is always there, so that a screen reader reads its text when it comes. */
export function OutcomeNotice({ outcome }: { readonly outcome: Outcome }) {
  return (
    <div class="library-outcome" role="status">
      {contents(outcome)}
    </div>
  );
}

function contents(outcome: Outcome) {
  switch (outcome.state) {
    case 'none':
      return null;
    case 'busy':
      return <p class="notice">{outcome.words}</p>;
    case 'failed':
      return (
        <p class="notice" data-kind="problem">
          {outcome.words}
        </p>
      );
    case 'imported': {
      const { problem, damaged, incomplete } = outcome.imported;
      const kind = problem ? 'problem' : damaged + incomplete > 0 ? 'warning' : 'done';
      return (
        <p class="notice" data-kind={kind}>
          {importedWords(outcome.imported)}
        </p>
      );
    }
  }
}

export interface EvictionNoticeProps {
  readonly evictions: Evictions | undefined;
  readonly viewedBytes: number;
  readonly now: number;
  readonly optionsHref: string;
  readonly onDismiss: () => void;
}

/** Says that opened pages made room for others: nothing goes without notice. */
export function EvictionNotice(props: EvictionNoticeProps) {
  const { evictions, viewedBytes, now } = props;
  if (!evictions) return null;
  const { count, at } = evictions;
  return (
    <div class="notice library-evictions">
      <p>
        {sentences(
          t('library_evicted', { count, age: formatAge(at, now) }),
          t('library_evictedRule', { room: formatBytes(viewedBytes) }),
        )}
      </p>
      <div class="row">
        <button class="button" type="button" onClick={props.onDismiss}>
          {t('library_allRight')}
        </button>
        <a class="button" href={props.optionsHref}>
          {t('library_moreRoom')}
        </a>
      </div>
    </div>
  );
}

const PROBLEM_WORDS: Readonly<Record<ImportProblem, PlainKey>> = {
  'not-an-export': 'library_notAnExport',
  'newer-version': 'library_newerVersion',
  'cut-off': 'library_cutOff',
  malformed: 'library_malformed',
  'disk-full': 'library_diskFull',
  unreadable: 'library_unreadable',
  'store-newer': 'store_newer',
  'store-blocked': 'store_blocked',
  'store-unreadable': 'store_unreadable',
};

export function importedWords(imported: Imported): string {
  const { added, shared, moved, held, over, damaged, incomplete, problem } = imported;
  return sentences(
    problem && t(PROBLEM_WORDS[problem]),
    added > 0 ? t('library_imported', { count: added }) : !problem && t('library_nothingNew'),
    shared > 0 && t('library_importedShared', { count: shared }),
    moved > 0 && t('library_moved', { count: moved }),
    held > 0 && t('library_heldAlready', { count: held }),
    over > 0 && t('library_over', { count: over }),
    damaged > 0 && t('library_damaged', { count: damaged }),
    incomplete > 0 && t('library_incomplete', { count: incomplete }),
    problem && t('library_nothingLost'),
  );
}
