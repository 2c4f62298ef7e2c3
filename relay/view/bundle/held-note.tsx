import { formatBytes } from '../../words/format-bytes.ts';
import { type PlainKey, t } from '../../words/language.ts';
import type { EntrySource } from './entry-source.ts';
import type { PartProblem } from '../../client/bundle/index.ts';

/** The one that matters most to a reader comes first. */
const SENTENCES: readonly (readonly [PartProblem, PlainKey])[] = [
  ['disk-full', 'files_diskFull'],
  ['bad', 'files_bad'],
  ['refused', 'files_relayRefused'],
  ['nobody', 'files_nobody'],
];

/** How much of the files is here, and the ways to get the rest. Nothing once all is here. */
export function HeldNote({ source }: { readonly source: EntrySource }) {
  const { bundle, total, manifest } = source;
  const { held, wanted, failed } = bundle.state.value;
  const here = source.bytesIn(held);
  if (here >= total) return null;
  const missing = manifest.parts.length - held.size;
  const sentence = SENTENCES.find(([problem]) => failed.some(({ why }) => why === problem))?.[1];
  return (
    <div class="files-held">
      <progress
        class="progress"
        value={here}
        max={total}
        aria-label={t('files_here', { size: formatBytes(here), total: formatBytes(total) })}
      />
      <div class="files-held-line">
        <span class="files-fact">
          {t('files_here', { size: formatBytes(here), total: formatBytes(total) })}
        </span>
        {wanted < missing && (
          <button type="button" class="button" onClick={() => wantAll(source)}>
            {t('files_getAll', { size: formatBytes(total) })}
          </button>
        )}
        {wanted > 0 && (
          <button type="button" class="button" onClick={() => bundle.stop()}>
            {t('files_stop')}
          </button>
        )}
      </div>
      <p role="status" class="files-problem">
        {sentence && t(sentence)}
      </p>
    </div>
  );
}

/** The state of the bundle says what does not come. */
export function wantAll({ bundle }: EntrySource): void {
  bundle.want('all').catch(() => undefined);
}
