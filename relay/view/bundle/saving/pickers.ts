/** The browser's own dialogs for a place to save at. Only Chromium has them, and TypeScript's types know neither. */

interface Pickers {
  readonly showDirectoryPicker?: (options: object) => Promise<FileSystemDirectoryHandle>;
  readonly showSaveFilePicker?: (options: object) => Promise<FileSystemFileHandle>;
}

/** `none`: this browser has no such dialog, or does not show it now. `cancelled`: the reader closed it. */
export type Picked<Handle> = Handle | 'none' | 'cancelled';

/** Call it within a click. */
export async function pickFolder(): Promise<Picked<FileSystemDirectoryHandle>> {
  const { showDirectoryPicker } = globalThis as Pickers;
  if (!showDirectoryPicker) return 'none';
  return await picked(() => showDirectoryPicker({ id: 'mayfly', mode: 'readwrite' }));
}

/** Call it within a click. */
export async function pickFile(name: string): Promise<Picked<FileSystemFileHandle>> {
  const { showSaveFilePicker } = globalThis as Pickers;
  if (!showSaveFilePicker) return 'none';
  return await picked(() => showSaveFilePicker({ id: 'mayfly', suggestedName: name }));
}

async function picked<Handle>(show: () => Promise<Handle>): Promise<Picked<Handle>> {
  try {
    return await show();
  } catch (error) {
    const isClosed = error instanceof DOMException && error.name === 'AbortError';
    if (!isClosed) console.error(error);
    return isClosed ? 'cancelled' : 'none';
  }
}
