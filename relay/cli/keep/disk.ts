/**
 * The steps on the disk that decide what survives a crash. Tests record their order, and kill the program between them.
 */
import { open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface Disk {
  /** Creates or replaces a file that only the owner reads. */
  readonly write: (path: string, bytes: Uint8Array | string) => Promise<void>;
  /** Resolves when the bytes of a file, or the names in a folder, survive a loss of power. */
  readonly sync: (path: string) => Promise<void>;
  readonly rename: (from: string, to: string) => Promise<void>;
  /** Does nothing if there is no such file. */
  readonly remove: (path: string) => Promise<void>;
}

export const DISK: Disk = {
  write: async (path, bytes) => await writeFile(path, bytes, { mode: 0o600 }),
  sync,
  rename,
  remove: async (path) => await rm(path, { force: true }),
};

/** The ending of a file that is being written. */
export const NEW = '.new';

/** Writes a file so that a crash leaves the old one or the new one, and never a part. */
export async function writeWhole(disk: Disk, path: string, bytes: string): Promise<void> {
  await disk.write(path + NEW, bytes);
  await moveWhole(disk, path + NEW, path);
}

/** Gives a finished file its name. Once this has resolved, the file survives a loss of power. */
export async function moveWhole(disk: Disk, from: string, to: string): Promise<void> {
  await disk.sync(from);
  await disk.rename(from, to);
  await disk.sync(dirname(to));
}

async function sync(path: string): Promise<void> {
  // Windows opens no folder, and orders the names in it by itself.
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (process.platform === 'win32' && error.code === 'EISDIR') return undefined;
    throw error;
  });
  try {
    await file?.sync();
  } finally {
    await file?.close();
  }
}
