import { Dialog } from '@mayfly/relay/view';
import { t } from '@mayfly/relay/words';
import { useState } from 'preact/hooks';

export interface ExportDialogProps {
  readonly count: number;
  readonly onExport: (hasKeys: boolean) => void;
  readonly onClose: () => void;
}

/** Asks whether everybody who has an export may read it. */
export function ExportDialog({ count, onExport, onClose }: ExportDialogProps) {
  const [hasKeys, setHasKeys] = useState(true);
  return (
    <Dialog
      title={t('library_exportTitle', { count })}
      label={t('library_exportLabel')}
      onConfirm={() => onExport(hasKeys)}
      onClose={onClose}
    >
      <p>{t('library_exportWhat')}</p>
      <label class="export-keys">
        <input
          type="checkbox"
          checked={hasKeys}
          onChange={(event) => setHasKeys(event.currentTarget.checked)}
        />
        <span>
          {t('library_exportKeys')}
          <span class="soft export-hint">
            {hasKeys ? t('library_exportKeysOn') : t('library_exportKeysOff')}
          </span>
        </span>
      </label>
    </Dialog>
  );
}
