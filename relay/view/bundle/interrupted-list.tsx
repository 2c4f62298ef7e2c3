import { useId } from 'preact/hooks';
import { formatBytes } from '../../words/format-bytes.ts';
import { t } from '../../words/language.ts';
import type { OfferedFile } from '../../words/offered-file.ts';
import { FileInput } from '../file-field.tsx';
import { pickedFiles } from '../transferred-files.ts';
import type { InterruptedShare } from './interrupted-share.ts';

export { addStyles } from './chosen-styles.ts';

export interface InterruptedListProps {
  readonly shares: readonly InterruptedShare[];
  readonly onGoOn: (share: InterruptedShare, files: readonly OfferedFile[]) => void;
  readonly onFinish: (share: InterruptedShare) => void;
  readonly onDiscard: (share: InterruptedShare) => void;
}

/** The shares that were interrupted, each with the ways to go on with it or to forget it. */
export function InterruptedList({ shares, ...acts }: InterruptedListProps) {
  const title = useId();
  if (shares.length === 0) return null;
  return (
    <section class="interrupted" aria-labelledby={title}>
      <h2 class="interrupted-title" id={title}>
        {t('files_interrupted')}
      </h2>
      <ul>
        {shares.map((share) => (
          <InterruptedRow key={share.id} {...acts} share={share} />
        ))}
      </ul>
    </section>
  );
}

interface InterruptedRowProps extends Omit<InterruptedListProps, 'shares'> {
  readonly share: InterruptedShare;
}

function InterruptedRow({ share, onGoOn, onFinish, onDiscard }: InterruptedRowProps) {
  const { name, ready, total, isWhole } = share;
  const size = formatBytes(ready);
  return (
    <li class="interrupted-row">
      <div class="interrupted-facts">
        <p class="interrupted-name">
          <bdi>{name}</bdi>
        </p>
        <p class="interrupted-what">
          {isWhole
            ? t('files_interruptedWhole')
            : t('files_interruptedPart', { size, total: formatBytes(total) })}
        </p>
      </div>
      <div class="interrupted-acts">
        {isWhole ? (
          <button type="button" class="button button-primary" onClick={() => onFinish(share)}>
            {t('files_goOn')}
          </button>
        ) : (
          <AgainInput share={share} onGoOn={onGoOn} />
        )}
        <button type="button" class="button" onClick={() => onDiscard(share)}>
          {t('files_discard')}
        </button>
      </div>
    </li>
  );
}

/** Picks the same files again: a browser does not remember which they were. */
function AgainInput({ share, onGoOn }: Pick<InterruptedRowProps, 'share' | 'onGoOn'>) {
  const isFolder = share.files.some(({ path }) => path.includes('/'));
  return (
    <FileInput
      isPrimary
      multiple
      webkitdirectory={isFolder}
      onFiles={(picked) => {
        const { files } = pickedFiles(picked);
        if (files.length > 0) onGoOn(share, files);
      }}
    >
      {t('files_goOn')}
    </FileInput>
  );
}
