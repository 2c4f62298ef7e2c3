import type { BundleEntry } from '@mayfly/relay/client';
import { formatBytes, t } from '@mayfly/relay/words';
import { useEffect, useState } from 'preact/hooks';
import { entriesOf } from '../../store/bundle-entries.ts';
import { Pages } from '../../store/pages.ts';
import type { LibraryPage } from '../../messages.ts';

/** More would make the row slow. The viewer shows all. */
const MOST_FILES = 300;

export interface BundleFilesProps {
  readonly page: LibraryPage;
}

/** The first files of a bundle, read from the store when they are shown. */
export function BundleFiles({ page: { address, title } }: BundleFilesProps) {
  const [files, setFiles] = useState<readonly BundleEntry[] | 'none' | undefined>(undefined);
  useEffect(() => {
    entriesOf(new Pages(), address).then(
      (entries) => setFiles(entries ?? 'none'),
      (error: unknown) => {
        console.error(error);
        setFiles('none');
      },
    );
  }, [address]);
  if (files === undefined) return null;
  if (files === 'none') return <p class="library-no-files">{t('library_noFileList')}</p>;
  const more = files.length - MOST_FILES;
  return (
    <ul
      class="library-file-list"
      aria-label={t('library_filesOf', { title })}
      tabIndex={0} // so that the keyboard can scroll it
      onKeyDown={(event) => event.stopPropagation()} // the arrows scroll, and do not lead to another page
    >
      {files.slice(0, MOST_FILES).map(({ path, bytes }) => (
        <li key={path}>
          <bdi class="library-file">{path}</bdi>
          <span>{formatBytes(bytes)}</span>
        </li>
      ))}
      {more > 0 && <li>{t('library_moreFiles', { count: more })}</li>}
    </ul>
  );
}
