/**
 * Makes files in a folder that the reader chose, under the paths of a bundle. Nothing there is ever overwritten: a name that
 * is taken, or that the system does not allow, becomes another one.
 */
import { withNumber } from '../../../client/bundle/index.ts';
import { writeAll } from './byte-sink.ts';

type Folder = FileSystemDirectoryHandle;

/** More numbers than a folder has files of one name. */
const MOST_TRIES = 10_000;

export class FolderFiles {
  readonly #root: Folder;
  /** The folders that were found or made, by their path in the bundle. */
  readonly #folders = new Map<string, Promise<Folder>>();
  #renamed = 0;

  constructor(root: Folder) {
    this.#root = root;
  }

  /** The number of files that got another name. */
  get renamed(): number {
    return this.#renamed;
  }

  /** Writes a new file for this path, or leaves none behind. Rejects as `writeAll` does. */
  async write(path: string, pieces: AsyncIterable<Uint8Array<ArrayBuffer>>): Promise<void> {
    const names = path.split('/');
    const name = names.pop() ?? '';
    const folder = await this.#folder(names);
    const made = await inFreeName(name, (free) => newFile(folder, free));
    try {
      await writeAll(await made.createWritable(), pieces);
    } catch (error) {
      // The file is empty still. Where it cannot be deleted, the error above says why.
      await folder.removeEntry(made.name).catch(() => undefined);
      throw error;
    }
    if (made.name !== name) this.#renamed += 1;
  }

  async #folder(names: readonly string[]): Promise<Folder> {
    if (names.length === 0) return this.#root;
    const path = names.join('/');
    const known = this.#folders.get(path);
    if (known) return await known;
    const made = this.#folder(names.slice(0, -1)).then((parent) =>
      inFreeName(names.at(-1) ?? '', (free) => folderIn(parent, free)),
    );
    this.#folders.set(path, made);
    return await made;
  }
}

type Attempt<Made> = (name: string) => Promise<Made | 'taken' | 'refused'>;

/** Makes something under a name, or under the nearest one that is neither taken nor refused. */
async function inFreeName<Made>(name: string, make: Attempt<Made>): Promise<Made> {
  // Browsers refuse endings such as `.lnk`, which an underscore turns into another.
  for (const base of [name, `${name}_`, '_']) {
    const made = await inFreeNumber(base, make);
    if (made !== 'refused') return made;
  }
  throw new Error(`expected a name like ${name} to be allowed`);
}

async function inFreeNumber<Made>(name: string, make: Attempt<Made>): Promise<Made | 'refused'> {
  for (let n = 1; n < MOST_TRIES; n += 1) {
    const made = await make(n === 1 ? name : withNumber(name, n));
    if (made !== 'taken') return made;
  }
  throw new Error(`expected a free name like ${name}`);
}

/** Browsers offer no way to make a file only where there is none, so one looks first. */
async function newFile(
  folder: Folder,
  name: string,
): Promise<FileSystemFileHandle | 'taken' | 'refused'> {
  try {
    await folder.getFileHandle(name);
    return 'taken';
  } catch (error) {
    const reason = reasonOf(error);
    if (reason !== 'missing') return reason;
  }
  return await folder.getFileHandle(name, { create: true });
}

async function folderIn(parent: Folder, name: string): Promise<Folder | 'taken' | 'refused'> {
  try {
    return await parent.getDirectoryHandle(name, { create: true });
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === 'missing') throw error;
    return reason;
  }
}

function reasonOf(error: unknown): 'missing' | 'taken' | 'refused' {
  if (error instanceof TypeError) return 'refused';
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotFoundError') return 'missing';
  if (name === 'TypeMismatchError') return 'taken'; // a folder in place of a file, or the other way round
  throw error;
}
