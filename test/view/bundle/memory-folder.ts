/** A folder on a disk, as far as a browser shows it to a program. */

type Bytes = Uint8Array<ArrayBuffer>;
const missing = () => new DOMException('none', 'NotFoundError');
const mismatch = () => new DOMException('of the other kind', 'TypeMismatchError');

export class MemoryFile {
  readonly kind = 'file';
  readonly name: string;
  readonly chunks: Bytes[] = [];
  /** The lengths of the writes. */
  readonly writes: number[] = [];
  #isFull: () => boolean;

  constructor(name: string, isFull: () => boolean) {
    this.name = name;
    this.#isFull = isFull;
  }

  get text(): string {
    return Buffer.concat(this.chunks).toString();
  }

  async getFile(): Promise<File> {
    return new File(this.chunks, this.name);
  }

  async createWritable() {
    const written: Bytes[] = [];
    return {
      write: async (bytes: Bytes) => {
        if (this.#isFull()) throw new DOMException('full', 'QuotaExceededError');
        written.push(bytes.slice());
        this.writes.push(bytes.length);
      },
      close: async () => void this.chunks.push(...written),
      abort: async () => {},
    };
  }
}

export class MemoryFolder {
  readonly kind = 'directory';
  readonly name: string;
  readonly children = new Map<string, MemoryFile | MemoryFolder>();
  isFull = false;
  /** Names that the system does not allow. */
  refused = /\.lnk$/;

  constructor(name = '') {
    this.name = name;
  }

  /** The paths and texts of all files. */
  get files(): Record<string, string> {
    const all = [...this.children].flatMap(([name, child]) =>
      child instanceof MemoryFile
        ? [[name, child.text] as const]
        : Object.entries(child.files).map(([path, text]) => [`${name}/${path}`, text] as const),
    );
    return Object.fromEntries(all);
  }

  /** As the browser's type, of which it has what is used. */
  get handle(): FileSystemDirectoryHandle {
    return this as unknown as FileSystemDirectoryHandle;
  }

  async getFileHandle(name: string, { create = false } = {}): Promise<MemoryFile> {
    return this.#get(name, create, MemoryFile, () => new MemoryFile(name, () => this.isFull));
  }

  async getDirectoryHandle(name: string, { create = false } = {}): Promise<MemoryFolder> {
    return this.#get(name, create, MemoryFolder, () => new MemoryFolder(name));
  }

  async removeEntry(name: string): Promise<void> {
    if (!this.children.delete(name)) throw missing();
  }

  async *keys(): AsyncGenerator<string> {
    yield* this.children.keys();
  }

  #get<Child extends MemoryFile | MemoryFolder>(
    name: string,
    create: boolean,
    Kind: abstract new (...args: never[]) => Child,
    make: () => Child,
  ): Child {
    if (this.refused.test(name)) throw new TypeError('Name is not allowed.');
    const found = this.children.get(name);
    if (found instanceof Kind) return found;
    if (found) throw mismatch();
    if (!create) throw missing();
    const made = make();
    this.children.set(name, made);
    return made;
  }
}
