/** Finds the files in folders that somebody dropped. */
import { BUNDLE_ENTRIES } from '../../client/bundle/index.ts';
import type { Offered, OfferedFile } from '../../words/offered-file.ts';
import { isFolder } from '../transferred-files.ts';

/** One walk through folders, which ends once there are more files than can be shared. */
export class FolderWalk {
  readonly #onCount: (count: number) => void;
  readonly #files: OfferedFile[] = [];
  readonly #emptyFolders: string[] = [];
  readonly #unread: string[] = [];

  constructor(onCount: (count: number) => void) {
    this.#onCount = onCount;
  }

  async walk(folders: readonly FileSystemDirectoryEntry[]): Promise<Offered> {
    for (const folder of folders) await this.#walk(folder);
    return { files: this.#files, emptyFolders: this.#emptyFolders, unread: this.#unread };
  }

  async #walk(folder: FileSystemDirectoryEntry): Promise<void> {
    const reader = folder.createReader();
    const within: FileSystemDirectoryEntry[] = [];
    let isEmpty = true;
    try {
      for (let batch = await read(reader); batch.length > 0; batch = await read(reader)) {
        isEmpty = false;
        within.push(...batch.filter(isFolder));
        await Promise.all(batch.filter(isFile).map((file) => this.#take(file)));
        this.#onCount(this.#files.length);
      }
    } catch {
      isEmpty = false;
      this.#unread.push(pathOf(folder));
    }
    if (isEmpty) this.#emptyFolders.push(pathOf(folder));
    for (const inner of within) if (this.#files.length <= BUNDLE_ENTRIES) await this.#walk(inner);
  }

  async #take(entry: FileSystemFileEntry): Promise<void> {
    try {
      const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
      this.#files.push({ path: pathOf(entry), file });
    } catch {
      this.#unread.push(pathOf(entry)); // gone meanwhile, or not to be read: the screen says so
    }
  }
}

/** A browser gives at most 100 at a time, and none at the end. */
function read(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}

function pathOf({ fullPath }: FileSystemEntry): string {
  return fullPath.replace(/^\//, '');
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}
