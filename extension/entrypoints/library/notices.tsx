import { formatBytes } from '@mayfly/relay/view';
import type { Imported, ImportProblem } from '../../messages.ts';
import type { Evictions } from '../../store/evictions.ts';
import { formatAge } from '../../ui/format-age.ts';

/** What came of something that takes time. */
export type Outcome =
  | { readonly state: 'none' }
  | { readonly state: 'busy'; readonly words: string }
  | { readonly state: 'imported'; readonly imported: Imported }
  | { readonly state: 'failed'; readonly words: string };

/** The region is always there, so that its text is read out when it comes. */
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
      const { problem, damaged } = outcome.imported;
      const kind = problem ? 'problem' : damaged > 0 ? 'warning' : 'done';
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

/** Says that opened pages made room for others: nothing goes without a word. */
export function EvictionNotice(props: EvictionNoticeProps) {
  const { evictions, viewedBytes, now } = props;
  if (!evictions) return null;
  const pages =
    evictions.count === 1
      ? 'One page that you had opened'
      : `${evictions.count.toLocaleString('en')} pages that you had opened`;
  return (
    <div class="notice library-evictions">
      <p>
        {`${pages} made room for newer ones, the last ${formatAge(evictions.at, now)}. Opened pages may take ${formatBytes(viewedBytes)}; what you shared always stays.`}
      </p>
      <div class="row">
        <button class="button" type="button" onClick={props.onDismiss}>
          All right
        </button>
        <a class="button" href={props.optionsHref}>
          Give them more room
        </a>
      </div>
    </div>
  );
}

const PROBLEM_WORDS: Readonly<Record<ImportProblem, string>> = {
  'not-an-export': 'This is not a file of exported pages.',
  'newer-version':
    'This file was written by a newer version of Mayfly. Update the extension first.',
  'cut-off': 'The file ends too early: part of it is missing.',
  malformed: 'The file is damaged, and could not be read to its end.',
  'disk-full': 'The disk is full.',
  unreadable: 'The file could not be read. Was it moved?',
};

export function importedWords({ added, held, damaged, problem }: Imported): string {
  const parts = [
    problem && PROBLEM_WORDS[problem],
    added > 0 ? `${pagesWords(added)} imported.` : !problem && 'Nothing new in this file.',
    held > 0 && `${pagesWords(held)} held already.`,
    damaged > 0 && `${pagesWords(damaged)} left out: the bytes do not match the address.`,
    problem && 'Nothing that you hold was lost.',
  ];
  return parts.filter(Boolean).join(' ');
}

function pagesWords(count: number): string {
  return count === 1 ? 'One page' : `${count.toLocaleString('en')} pages`;
}
