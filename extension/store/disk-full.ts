/** Tells "disk full" apart from other storage errors. */

/** A page did not fit on the disk, or into the extension's share of it. No held page was lost. */
export class DiskFullError extends Error {
  override readonly name = 'DiskFullError';
}

/** Says whether there was no room for this many bytes. */
export async function isDiskFull(error: unknown, bytes: number): Promise<boolean> {
  const cause = error instanceof DOMException ? error : causeOf(error);
  if (!(cause instanceof DOMException)) return false;
  if (cause.name === 'QuotaExceededError') return true;
  // Chromium reports a completely full disk by a DataError: 'Failed to write blobs'.
  return (await freeBytes()) < bytes;
}

/** The reason why the store did not open. */
function causeOf(error: unknown): unknown {
  return error instanceof Error ? error.cause : undefined;
}

/** The free part of the extension's share of the disk, if the browser names it. */
export async function freeBytes(): Promise<number> {
  const { quota = Infinity, usage = 0 } = (await navigator.storage?.estimate()) ?? {};
  return quota - usage;
}
