import { useState } from 'preact/hooks';
import { formatBytes } from '../../words/format-bytes.ts';
import { t } from '../../words/language.ts';
import type { OfferedFile } from '../../words/offered-file.ts';
import { shownName } from '../../words/page-name.ts';
import type { FileTroubles } from './file-troubles.ts';

/** So many rows are drawn at first, and on each press of the button below them. */
const ROWS = 100;

export interface ChosenListProps {
  readonly files: readonly OfferedFile[];
  readonly troubles: FileTroubles;
  readonly onRemove: (file: OfferedFile) => void;
}

/** The chosen files, those with a problem first. A long list is not drawn whole. */
export function ChosenList({ files, troubles, onRemove }: ChosenListProps) {
  const [most, setMost] = useState(ROWS);
  const sorted = troublesFirst(files, troubles);
  const left = sorted.length - most;
  return (
    <div class="chosen-list">
      <ul>
        {sorted.slice(0, most).map((file) => (
          <ChosenRow
            key={file.path}
            chosen={file}
            problem={problemOf(file, troubles)}
            onRemove={() => onRemove(file)}
          />
        ))}
      </ul>
      {left > 0 && (
        <button type="button" class="button" onClick={() => setMost(most + ROWS)}>
          {t('files_showMore', { count: left })}
        </button>
      )}
    </div>
  );
}

function troublesFirst(
  files: readonly OfferedFile[],
  { unreadable, renamed }: FileTroubles,
): readonly OfferedFile[] {
  if (unreadable.size === 0 && renamed.size === 0) return files;
  const rank = ({ file }: OfferedFile) => (unreadable.has(file) ? 0 : renamed.has(file) ? 1 : 2);
  return files.toSorted((a, b) => rank(a) - rank(b));
}

interface Problem {
  readonly kind: 'problem' | 'note';
  readonly text: string;
}

function problemOf({ file }: OfferedFile, troubles: FileTroubles): Problem | undefined {
  if (troubles.unreadable.has(file)) return { kind: 'problem', text: t('files_rowUnreadable') };
  const name = troubles.renamed.get(file);
  return name === undefined ? undefined : { kind: 'note', text: t('files_sharedAs', { name }) };
}

interface ChosenRowProps {
  readonly chosen: OfferedFile;
  readonly problem: Problem | undefined;
  readonly onRemove: () => void;
}

function ChosenRow({ chosen: { path, file }, problem, onRemove }: ChosenRowProps) {
  const name = shownPath(path);
  return (
    <li class="chosen-row">
      <bdi class="chosen-path">{name}</bdi>
      <span class="chosen-size">{formatBytes(file.size)}</span>
      <button
        type="button"
        class="button chosen-remove"
        aria-label={t('files_removeNamed', { name })}
        title={t('view_removeFile')}
        onClick={onRemove}
      >
        <span aria-hidden="true">×</span>
      </button>
      {problem && (
        <p class="chosen-problem" data-kind={problem.kind}>
          {problem.text}
        </p>
      )}
    </li>
  );
}

function shownPath(path: string): string {
  return path.split('/').map(shownName).join('/');
}
