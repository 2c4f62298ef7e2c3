import { useState } from 'preact/hooks';
import { contentBytes } from '../../client/bundle/index.ts';
import type { Address } from '../../protocol/address.ts';
import { PageViewer, type PageViewerProps } from '../../view/page-viewer.tsx';
import type { PageReading } from '../../view/page-reading.ts';
import { formatBytes, sentences, t } from '../../words/index.ts';
import type { Page } from '../../words/reading.ts';
import { DELETE_QUESTION } from '../screens.ts';
import type { Tab } from '../tab.ts';
import { type Opened, useTabBundle } from './use-tab-bundle.ts';

export interface ReadFilesScreenProps {
  readonly tab: Tab;
  readonly page: PageReading;
  /** The page that lists the files. */
  readonly shown: Page;
  /** What the screen of any page shows. */
  readonly viewer: PageViewerProps;
}

/** `/<address>` of a page that lists files: the screen of a page, with the way to its files in this tab. */
export function ReadFilesScreen({ tab, page, shown, viewer }: ReadFilesScreenProps) {
  const opened = useTabBundle(tab, page, shown);
  const [isAsking, setAsking] = useState(false);
  if (!opened) return <PageViewer {...viewer} reading={{ state: 'opening' }} />;
  const { holders, onDelete } = viewer;
  return (
    <>
      <PageViewer
        {...viewer}
        bundle={opened.bundle}
        note={tab.isSeen.value && noteOf(tab, viewer, opened, shown.address)}
        onDelete={onDelete && (() => setAsking(true))}
      />
      {isAsking && (
        <DELETE_QUESTION.Component
          holders={holders}
          title={t('files_deleteTitle')}
          onlyCopy={t('files_deleteOnlyCopy')}
          onDelete={() => void deleteCopy(tab, opened, shown.address)}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

async function deleteCopy(tab: Tab, { bundle, parts }: Opened, address: Address): Promise<void> {
  bundle.stop();
  tab.deleteCopy(address);
  const id = parts.idOf(address);
  const gone = id === undefined ? [] : await parts.delete(id);
  tab.client.drop(...gone);
  bundle.onStored();
}

/** The sentences on the copies of the files, and on the room for them. */
function noteOf(tab: Tab, viewer: PageViewerProps, opened: Opened, address: Address): string {
  if (tab.isDeleted) return t('files_deleted');
  const { bundle, manifest, parts, room } = opened;
  const { held } = bundle.state.value;
  const bytes = contentBytes(manifest);
  const missing = Math.max(0, bytes - held.size * manifest.partBytes);
  const id = parts.idOf(address);
  return sentences(
    missing > room && t('files_tabRoom', { size: formatBytes(bytes), room: formatBytes(room) }),
    holdingNote(viewer),
    id !== undefined && (parts.isOnDisk(id) ? t('web_storedForTab') : t('files_tabUnstored')),
  );
}

function holdingNote({ connection, holders }: PageViewerProps): string {
  if (connection.state !== 'open') return t('files_tabUnannounced');
  return holders === 1 ? t('files_tabOnly') : t('files_tabUploads');
}
