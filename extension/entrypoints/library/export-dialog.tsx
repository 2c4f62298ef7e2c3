import { useState } from 'preact/hooks';
import { Dialog } from '../../ui/dialog.tsx';

export interface ExportDialogProps {
  readonly count: number;
  readonly onExport: (hasKeys: boolean) => void;
  readonly onClose: () => void;
}

/** Asks whether an export can be read by whoever has it. */
export function ExportDialog({ count, onExport, onClose }: ExportDialogProps) {
  const [hasKeys, setHasKeys] = useState(true);
  const pages = count === 1 ? 'one page' : `${count.toLocaleString('en')} pages`;
  return (
    <Dialog
      title={`Export ${pages}`}
      label="Export"
      onConfirm={() => onExport(hasKeys)}
      onClose={onClose}
    >
      <p>Everything goes into one file, which can be imported into a library again.</p>
      <label class="export-keys">
        <input
          type="checkbox"
          checked={hasKeys}
          onChange={(event) => setHasKeys(event.currentTarget.checked)}
        />
        <span>
          With the keys of encrypted pages
          <span class="soft export-hint">
            {hasKeys
              ? 'Whoever has the file can read all of it.'
              : 'Encrypted pages stay locked, and can still be held for others. Their links open them.'}
          </span>
        </span>
      </label>
    </Dialog>
  );
}
