import { Compose } from '@mayfly/relay/view';
import { t } from '@mayfly/relay/words';
import type { Composing } from './draft-state.ts';
import { LazyPreview } from './lazy-preview.tsx';

export interface ComposeFormProps {
  readonly composing: Composing;
  /** The largest page, in bytes. */
  readonly pageBytes: number;
  readonly pickerHref?: string;
}

/** What is being written, with a button that shares it. */
export function ComposeForm({ composing, pageBytes, pickerHref }: ComposeFormProps) {
  return (
    <Compose
      draft={composing.draft.value}
      onDraft={(draft) => composing.setDraft(draft)}
      onCreate={(draft) => void composing.shareDraft(draft)}
      file={composing.file.value}
      onFile={(file) => composing.setFile(file)}
      onCreateFile={(file) => void composing.shareFile(file)}
      pickerHref={pickerHref}
      isSealed={composing.isSealed.value}
      onSealed={(isSealed) => composing.setSealed(isSealed)}
      preview={(draft) => <LazyPreview draft={draft} />}
      pageBytes={pageBytes}
      isBusy={composing.attempt.value.state === 'busy'}
      label={t('share_share')}
      busyLabel={t('share_sharing')}
    />
  );
}
