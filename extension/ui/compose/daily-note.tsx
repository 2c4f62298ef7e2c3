import { formatBytes, type OfferedFile, t } from '@mayfly/relay/words';
import type { Overview } from '../../messages.ts';

export interface DailyNoteProps extends Pick<Overview, 'dailyBytes'> {
  readonly files: readonly OfferedFile[];
  readonly optionsHref: string;
}

/** Says, before files are shared, that one reader gets them in more than a day. Nothing where a day is enough. */
export function DailyNote({ files, dailyBytes, optionsHref }: DailyNoteProps) {
  const bytes = files.reduce((sum, { file }) => sum + file.size, 0);
  if (dailyBytes === 'any' || bytes <= dailyBytes) return null;
  return (
    <p class="held-for" role="status">
      {t('compose_overDay', { most: formatBytes(dailyBytes) })}{' '}
      <a href={optionsHref} target="_blank">
        {t('compose_changeDay')}
      </a>
    </p>
  );
}
