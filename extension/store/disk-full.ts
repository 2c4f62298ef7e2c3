/** How a disk that takes no more is told from one that fails. */

/** A page did not fit on the disk, or into what the browser gives the extension of it. Nothing held was lost. */
export class DiskFullError extends Error {
  override readonly name = 'DiskFullError';
}

/** Whether there was no room for this many bytes. */
export async function isDiskFull(error: unknown, bytes: number): Promise<boolean> {
  const cause = error instanceof DOMException ? error : causeOf(error);
  if (!(cause instanceof DOMException)) return false;
  if (cause.name === 'QuotaExceededError') return true;
  // Of a disk that is full to its end, Chromium tells by a DataError: 'Failed to write blobs'.
  return (await freeBytes()) < bytes;
}

/** What kept the store from being opened. */
function causeOf(error: unknown): unknown {
  return error instanceof Error ? error.cause : undefined;
}

/** How much more the browser gives the extension of the disk, as far as it says. */
export async function freeBytes(): Promise<number> {
  const { quota = Infinity, usage = 0 } = (await navigator.storage?.estimate()) ?? {};
  return quota - usage;
}
