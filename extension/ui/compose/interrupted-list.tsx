import { FileInput, pickedFiles } from '@mayfly/relay/view';
import { formatBytes, type OfferedFile, t } from '@mayfly/relay/words';
import { useId } from 'preact/hooks';
import type { Interrupted } from './interrupted.ts';

export interface InterruptedListProps {
  readonly shares: readonly Interrupted[];
  readonly onGoOn: (share: Interrupted, files: readonly OfferedFile[]) => void;
  readonly onFinish: (share: Interrupted) => void;
  readonly onDiscard: (share: Interrupted) => void;
}

/** The shares that were interrupted, each with the ways to go on with it or to forget it. */
export function InterruptedList({ shares, ...acts }: InterruptedListProps) {
  const title = useId();
  if (shares.length === 0) return null;
  return (
    <section class="interrupted" aria-labelledby={title}>
      <h2 class="interrupted-title" id={title}>
        {t('compose_interrupted')}
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
  readonly share: Interrupted;
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
            ? t('compose_interruptedWhole')
            : t('compose_interruptedPart', { size, total: formatBytes(total) })}
        </p>
      </div>
      <div class="row">
        {isWhole ? (
          <button type="button" class="button button-primary" onClick={() => onFinish(share)}>
            {t('compose_goOn')}
          </button>
        ) : (
          <AgainInput share={share} onGoOn={onGoOn} />
        )}
        <button type="button" class="button" onClick={() => onDiscard(share)}>
          {t('compose_discard')}
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
      {t('compose_goOn')}
    </FileInput>
  );
}
