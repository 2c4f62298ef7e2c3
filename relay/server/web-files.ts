import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';

export interface WebFile {
  readonly bytes: Buffer;
  /** The media type. */
  readonly type: string;
  /** Stands for these bytes, as an HTTP entity tag. */
  readonly tag: string;
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Of a file in the folder or in one below it; nothing that leads out of there, or is hidden. */
const NAME = /^(?:[\w-][\w.-]*\/)?[\w-][\w.-]*$/;

/**
 * The files of the web page, which are few and small: in memory, so that a client that does not take one holds no
 * descriptor and no copy of it. Each is read again where it changed, and one that is gone stays as it was: who has an
 * older page open may still need it.
 */
export class WebFiles {
  readonly #root: string;
  readonly #kept = new Map<string, WebFile & { readonly stamp: string }>();

  constructor(root: string) {
    this.#root = root;
  }

  /** Undefined where there is no such file. */
  async find(name: string): Promise<WebFile | undefined> {
    const type = TYPES[extname(name)];
    if (!type || !NAME.test(name)) return undefined;
    const path = join(this.#root, name);
    try {
      const { mtimeMs, size } = await stat(path);
      const stamp = [mtimeMs, size].join();
      if (this.#kept.get(name)?.stamp !== stamp) {
        const bytes = await readFile(path);
        this.#kept.set(name, { bytes, type, tag: tagOf(bytes), stamp });
      }
    } catch {
      // What is kept of it, if anything, is the answer.
    }
    return this.#kept.get(name);
  }
}

function tagOf(bytes: Buffer): string {
  return `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
}
