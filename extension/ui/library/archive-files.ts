/** Imports an archive that the user chose, exports pages to one, and says how far that has come. */
import type { Address } from '@mayfly/relay/protocol';
import { loadWaitingFiles } from '@mayfly/relay/view';
import { sentences, t } from '@mayfly/relay/words';
import { signal } from '@preact/signals';
import { ask } from '../../browser/messaging.ts';
import { notExported } from '../../sentences.ts';
import { Pages } from '../../store/pages.ts';
import { type Archive, writeArchive } from '../../store/write-archive.ts';
import type { Outcome } from './notices.tsx';

/** A download has read the file's address by then. */
const DOWNLOAD_MS = 30_000;
/** A smaller export may lie in memory while the browser saves it. */
const IN_MEMORY_BYTES = 32 * 1024 * 1024;
/** So much of a large one is in memory at a time. */
const COPY_BYTES = 4 * 1024 * 1024;

export class ArchiveFiles {
  readonly outcome = signal<Outcome>({ state: 'none' });

  async importFile(file: File): Promise<void> {
    this.outcome.value = { state: 'busy', words: t('library_importing') };
    const url = URL.createObjectURL(file);
    try {
      this.outcome.value = { state: 'imported', imported: await ask('importPages', url) };
    } catch (error) {
      console.error(error);
      this.outcome.value = { state: 'failed', words: t('share_noBackground') };
    } finally {
      URL.revokeObjectURL(url);
    }
  }

  async exportPages(addresses: readonly Address[], hasKeys: boolean): Promise<void> {
    this.outcome.value = { state: 'busy', words: t('library_gathering') };
    try {
      const archive = await writeArchive(new Pages(), addresses, {
        hasKeys,
        isChecked: true,
      });
      download(await oneFile(archive.file));
      const words = missingWords(archive);
      this.outcome.value = words === '' ? { state: 'none' } : { state: 'failed', words };
    } catch (error) {
      console.error(error);
      this.outcome.value = { state: 'failed', words: notExported(error) };
    }
  }
}

/** Empty where nothing is missing in the file. */
function missingWords({ damaged, inPart }: Archive): string {
  return sentences(
    damaged > 0 && t('library_leftOut', { count: damaged }),
    inPart > 0 && t('library_exportedInPart', { count: inPart }),
  );
}

/**
 * The file as the browser can save it. Firefox would load a large Blob of many parts into its memory, so there it becomes
 * a file of the browser's own first. That stays until this tab is gone: nothing tells when the browser has copied it.
 */
async function oneFile(file: Blob): Promise<Blob> {
  if (!import.meta.env.FIREFOX || file.size <= IN_MEMORY_BYTES) return file;
  const { deleteLeftFiles, WaitingFile } = await loadWaitingFiles();
  await deleteLeftFiles();
  const waiting = await WaitingFile.create();
  if (!waiting) return file;
  try {
    const sink = await waiting.sink();
    for (let at = 0; at < file.size; at += COPY_BYTES) {
      await sink.write(new Uint8Array(await file.slice(at, at + COPY_BYTES).arrayBuffer()));
    }
    await sink.close();
    return await waiting.file();
  } catch (error) {
    await waiting.delete();
    throw error;
  }
}

function download(file: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = `pages-${new Date().toISOString().slice(0, 10)}.mayfly`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), DOWNLOAD_MS);
}
