/** Tells "disk full" apart from other storage errors. */
import { BundleGoneError, StoreError } from './store-error.ts';

/** A page did not fit on the disk, or into the extension's share of it. No held page was lost. */
export class DiskFullError extends Error {
  override readonly name = 'DiskFullError';
}

/** The error of a write of this many bytes: a `DiskFullError`, a `StoreError`, or one that says `why`. */
export async function writeError(error: unknown, why: string, bytes: number): Promise<Error> {
  if (await isDiskFull(error, bytes)) return new DiskFullError(why, { cause: error });
  const isKnown = error instanceof StoreError || error instanceof BundleGoneError;
  return isKnown ? error : new Error(why, { cause: error });
}

/** Says whether there was no room for this many bytes. */
async function isDiskFull(error: unknown, bytes: number): Promise<boolean> {
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
