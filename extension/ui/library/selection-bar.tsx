import { CopyButton } from '@mayfly/relay/view';
import { canBeOpened, formatBytes, t } from '@mayfly/relay/words';
import { useId } from 'preact/hooks';
import type { LibraryPage } from '../../messages.ts';
import { diskBytes } from '../../store/held-bundle.ts';
import type { LifetimeChoice } from '../../store/lifetime.ts';
import { LifetimeSelect } from '../lifetime-select.tsx';

export interface SelectionBarProps {
  readonly selection: readonly LibraryPage[];
  readonly onHold: (lifetime: LifetimeChoice) => void;
  readonly onExport: () => void;
  readonly onStop: () => void;
  readonly onClear: () => void;
}

/** The actions on the selected pages. Visible while there are any. */
export function SelectionBar({ selection, ...props }: SelectionBarProps) {
  const holdId = useId();
  const bytes = selection.reduce((sum, page) => sum + diskBytes(page), 0);
  return (
    <section class="selection-bar" aria-label={t('library_selectedPages')}>
      <p class="selection-count" role="status">
        <strong>{t('library_selected', { count: selection.length })}</strong>
        <span class="soft"> · {formatBytes(bytes)}</span>
      </p>
      <button class="button selection-clear" type="button" onClick={props.onClear}>
        {t('library_clear')}
      </button>
      <div class="selection-acts">
        <span class="selection-hold">
          <label for={holdId}>{t('library_hold')}</label>
          <LifetimeSelect
            id={holdId}
            chosen={undefined}
            placeholder={t('library_howLong')}
            onChoose={(lifetime) => props.onHold(lifetime)}
          />
        </span>
        <CopyButton
          text={() => selection.flatMap(linksOf).join('\n')}
          label={t('library_copyLinks', { count: selection.length })}
        />
        <button class="button" type="button" onClick={props.onExport}>
          {t('library_export')}
        </button>
        <button class="button" type="button" onClick={props.onStop}>
          {t('stop_stop')}
        </button>
      </div>
    </section>
  );
}

function linksOf({ link, once }: LibraryPage): readonly string[] {
  return once ? once.filter(canBeOpened).map((one) => one.link) : [link];
}
