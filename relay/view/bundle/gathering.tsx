import type { BundleEntry } from '../../client/bundle/index.ts';
import { formatBytes } from '../../words/format-bytes.ts';
import { t } from '../../words/language.ts';
import { shownName } from '../../words/page-name.ts';
import type { EntrySource } from './entry-source.ts';
import { nameOf } from './entry-tree.ts';

export interface GatheringProps {
  readonly entry: BundleEntry;
  readonly source: EntrySource;
}

/** How much of an entry is here while the rest is on its way. */
export function Gathering({ entry, source }: GatheringProps) {
  const here = source.heldBytes(entry);
  const name = shownName(nameOf(entry));
  const sizes = { size: formatBytes(here), total: formatBytes(entry.bytes) };
  const isMissed = source.isMissed(entry);
  return (
    <>
      <p role="status">{isMissed ? t('files_nobodyHasIt') : t('files_coming', { name })}</p>
      <progress class="progress" value={here} max={entry.bytes} aria-label={name} />
      <p class="soft">{t('files_here', { ...sizes })}</p>
    </>
  );
}
