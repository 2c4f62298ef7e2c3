/** The entries of a bundle as the folders that their paths name. A folder is sorted once somebody opens it. */
import type { BundleEntry } from '../../client/bundle/index.ts';

/** An entry, and its place in the manifest: the name that history knows it by. */
export interface ListedEntry {
  readonly index: number;
  readonly entry: BundleEntry;
}

interface Sorted {
  readonly folders: readonly Folder[];
  readonly files: readonly ListedEntry[];
}

export class Folder {
  readonly name: string;
  /** With a slash between names; empty for the root. */
  readonly path: string;
  readonly #folders = new Map<string, Folder>();
  readonly #files: ListedEntry[] = [];
  #count = 0;
  #bytes = 0;
  #sorted: Sorted | undefined;

  constructor(name: string, path: string) {
    this.name = name;
    this.path = path;
  }

  /** The number of files in it and in the folders within. */
  get count(): number {
    return this.#count;
  }

  /** The length of all these files, in bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  /** In the order that people expect: `2` stands before `10`. */
  get folders(): readonly Folder[] {
    return this.#inOrder().folders;
  }

  /** In the same order. */
  get files(): readonly ListedEntry[] {
    return this.#inOrder().files;
  }

  add(listed: ListedEntry, folders: readonly string[]): void {
    this.#count += 1;
    this.#bytes += listed.entry.bytes;
    const [next, ...rest] = folders;
    if (next === undefined) this.#files.push(listed);
    else this.#within(next).add(listed, rest);
  }

  #inOrder(): Sorted {
    this.#sorted ??= {
      folders: [...this.#folders.values()].toSorted((a, b) => ORDER.compare(a.name, b.name)),
      files: this.#files.toSorted((a, b) => ORDER.compare(a.entry.path, b.entry.path)),
    };
    return this.#sorted;
  }

  #within(name: string): Folder {
    const known = this.#folders.get(name);
    if (known) return known;
    const made = new Folder(name, this.path === '' ? name : `${this.path}/${name}`);
    this.#folders.set(name, made);
    return made;
  }
}

const ORDER = new Intl.Collator(undefined, { numeric: true });

/** The root folder of these entries. */
export function treeOf(entries: readonly BundleEntry[]): Folder {
  const root = new Folder('', '');
  for (const [index, entry] of entries.entries()) {
    root.add({ index, entry }, entry.path.split('/').slice(0, -1));
  }
  return root;
}

/** All entries below a folder, in the order in which the list shows them. */
export function inOrder(folder: Folder): readonly ListedEntry[] {
  return [...folder.folders.flatMap(inOrder), ...folder.files];
}

/** The last name of a path. */
export function nameOf({ path }: Pick<BundleEntry, 'path'>): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
