/**
 * A file in the browser's private storage that waits to be handed over to its downloads, or is played. A Blob of many parts
 * would lie in memory instead. What a killed browser left here is deleted when files are saved or opened the next time.
 */
import type { ByteSink } from './byte-sink.ts';

const FOLDER = 'saving';
const lockOf = (name: string) => `mayfly saving ${name}`;

export class WaitingFile {
  readonly #folder: FileSystemDirectoryHandle;
  readonly #handle: FileSystemFileHandle;
  readonly #release: () => void;

  /** Undefined where the browser has no private storage, as in a private window of Firefox. */
  static async create(): Promise<WaitingFile | undefined> {
    const folder = await storage();
    if (!folder) return undefined;
    const name = crypto.randomUUID();
    const release = await hold(name);
    return new WaitingFile(folder, await folder.getFileHandle(name, { create: true }), release);
  }

  private constructor(
    folder: FileSystemDirectoryHandle,
    handle: FileSystemFileHandle,
    release: () => void,
  ) {
    this.#folder = folder;
    this.#handle = handle;
    this.#release = release;
  }

  async sink(): Promise<ByteSink> {
    return await this.#handle.createWritable();
  }

  /** What was written. It is read from the disk as it is used. */
  async file(): Promise<File> {
    return await this.#handle.getFile();
  }

  async delete(): Promise<void> {
    this.#release();
    await this.#folder.removeEntry(this.#handle.name);
  }
}

/** Deletes the files of tabs that are gone. */
export async function deleteLeftFiles(): Promise<void> {
  const folder = await storage();
  if (!folder) return;
  for await (const name of folder.keys()) {
    await navigator.locks.request(lockOf(name), { ifAvailable: true }, async (lock) => {
      if (lock) await folder.removeEntry(name);
    });
  }
}

/** Tells other tabs that this one needs the file. The browser releases the lock with the tab. */
async function hold(name: string): Promise<() => void> {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const { promise: held, resolve, reject } = Promise.withResolvers<void>();
  navigator.locks
    .request(lockOf(name), async () => {
      resolve();
      await released;
    })
    .catch(reject);
  await held;
  return release;
}

async function storage(): Promise<FileSystemDirectoryHandle | undefined> {
  try {
    const root = await navigator.storage.getDirectory();
    return await root.getDirectoryHandle(FOLDER, { create: true });
  } catch {
    // Each browser has an error of its own for that it keeps nothing here.
    return undefined;
  }
}
