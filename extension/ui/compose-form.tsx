import { Compose, type ManySharing } from '@mayfly/relay/view';
import { type Opens, t } from '@mayfly/relay/words';
import type { ComponentChildren } from 'preact';
import type { Composing } from './draft-state.ts';
import { LazyPreview } from './lazy-preview.tsx';

export interface ComposeFormProps {
  readonly composing: Composing;
  /** The largest page, in bytes. */
  readonly pageBytes: number;
  /** Shares several files, a folder or a large file. */
  readonly many: ManySharing;
  /** Folded, the field stands alone until something is written. */
  readonly isFolded?: boolean;
  readonly placeholder?: string;
  /** Stands below the field. */
  readonly children?: ComponentChildren;
}

/** A field to write in, and a button that shares the text. */
export function ComposeForm({ composing, ...form }: ComposeFormProps) {
  return (
    <Compose
      {...form}
      draft={composing.draft.value}
      onDraft={(draft) => composing.setDraft(draft)}
      onCreate={(draft) => void composing.shareDraft(draft)}
      files={composing.files.value}
      onFiles={(files) => composing.setFiles(files)}
      onCreateFile={(file) => void composing.shareFile(file)}
      isSealed={composing.isSealed.value}
      isAlwaysSealed={composing.opens.value !== undefined}
      opens={opensOf(composing)}
      onSealed={(isSealed) => composing.setSealed(isSealed)}
      preview={(draft) => <LazyPreview draft={draft} />}
      isBusy={composing.attempt.value.state === 'busy'}
      label={t('share_share')}
      busyLabel={t('share_sharing')}
    />
  );
}

/** The choice how often the links of the next page open. Reads a signal. */
export function opensOf(composing: Composing) {
  return {
    opens: composing.opens.value,
    onOpens: (opens: Opens | undefined) => composing.setOpens(opens),
    needs: 'browser' as const,
  };
}
