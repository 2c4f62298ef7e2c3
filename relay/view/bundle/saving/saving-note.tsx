import { formatBytes } from '../../../words/format-bytes.ts';
import { type PlainKey, sentences, t } from '../../../words/language.ts';
import type { Saving, SavingState } from './saving.ts';
import type { SavingProblem } from './saving-problem.ts';

const PROBLEMS: Readonly<Record<Exclude<SavingProblem, 'no-room'>, PlainKey>> = {
  'no-store': 'files_noStore',
  'disk-full': 'files_saveDiskFull',
  bad: 'files_bad',
  refused: 'files_relayRefused',
  failed: 'files_saveFailed',
};

/** How far the saving of files has come, and what the reader can do about it. */
export function SavingNote({ saving }: { readonly saving: Saving }) {
  const now = saving.state.value;
  if (now.state === 'idle') return null;
  const kind = now.state === 'failed' ? 'warning' : undefined;
  return (
    <div class="files-saving notice" data-kind={kind}>
      {/* One live region for all states, so that each change is read out once. */}
      <p role="status">{sentenceOf(now)}</p>
      {now.state === 'writing' && <Written written={now.written} total={now.total} />}
      <div class="row">
        {now.state === 'asking' && (
          <button type="button" class="button button-primary" onClick={() => saving.goOn()}>
            {t('view_save')}
          </button>
        )}
        <button type="button" class="button" onClick={() => saving.cancel()}>
          {saving.isBusy ? t('view_cancel') : t('view_close')}
        </button>
      </div>
    </div>
  );
}

type Told = Exclude<SavingState, { readonly state: 'idle' }>;

function sentenceOf(now: Told): string {
  switch (now.state) {
    case 'asking':
      return sentences(
        now.isZip && t('files_asZip'),
        t('files_twice', { size: formatBytes(now.bytes) }),
      );
    case 'getting':
      return t('files_getFirst');
    case 'writing':
      return t('files_saving');
    case 'saved':
      return sentences(
        now.isHandedOver ? t('files_handedOver') : t('files_saved'),
        now.renamed > 0 && t('files_renamed', { count: now.renamed }),
      );
    case 'failed':
      return now.problem === 'no-room'
        ? t('files_noRoom', { size: formatBytes(Math.max(0, now.free ?? 0)) })
        : t(PROBLEMS[now.problem]);
  }
}

function Written({ written, total }: { readonly written: number; readonly total: number }) {
  const sizes = { size: formatBytes(written), total: formatBytes(total) };
  return (
    <>
      <progress class="progress" value={written} max={total} aria-label={t('files_saving')} />
      <p class="soft" aria-live="off">
        {t('view_sizeOf', { ...sizes })}
      </p>
    </>
  );
}
