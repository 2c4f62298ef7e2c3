import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';

/** The compressed forms of a file, by their names in HTTP; the first is the smallest. */
const ENCODINGS = ['br', 'gzip'] as const;
type Encoding = (typeof ENCODINGS)[number];

/** The endings that the build gives the compressed forms of a file. */
const ENDINGS = { br: '.br', gzip: '.gz' } as const;

/** A file as one client takes it. */
export interface WebFile {
  readonly bytes: Buffer;
  /** The media type. */
  readonly type: string;
  /** The HTTP entity tag of these bytes. */
  readonly tag: string;
  /** Undefined for the file as it is. */
  readonly encoding: Encoding | undefined;
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Matches a file in the folder or in one below it; no path that leads out, and no hidden file. */
const NAME = /^(?:[\w-][\w.-]*\/)?[\w-][\w.-]*$/;

interface Kept {
  readonly stamp: string;
  /** The smallest first; the last is the file as it is. */
  readonly forms: readonly WebFile[];
}

/**
 * The files of the web page. They are few and small, so they stay in memory: a client that reads slowly then holds no
 * descriptor and no copy. A file is read again when it has changed. A file that is gone stays in memory, because a client
 * with an older page open may still need it. See decisions/web-files.md.
 */
export class WebFiles {
  readonly #root: string;
  readonly #kept = new Map<string, Kept>();

  constructor(root: string) {
    this.#root = root;
  }

  /** The file in the smallest form that `accepted`, an `Accept-Encoding`, allows. Undefined where there is no such file. */
  async find(name: string, accepted = ''): Promise<WebFile | undefined> {
    const type = TYPES[extname(name)];
    if (!type || !NAME.test(name)) return undefined;
    const path = join(this.#root, name);
    try {
      const { mtimeMs, size } = await stat(path);
      const stamp = [mtimeMs, size].join();
      if (this.#kept.get(name)?.stamp !== stamp) {
        this.#kept.set(name, { stamp, forms: await formsOf(path, type) });
      }
    } catch {
      // The file is gone: the copy in memory, if any, is the answer.
    }
    const forms = this.#kept.get(name)?.forms;
    return forms?.find(({ encoding }) => !encoding || accepts(accepted, encoding));
  }
}

async function formsOf(path: string, type: string): Promise<WebFile[]> {
  const bytes = await readFile(path);
  const tag = createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
  const compressed = ENCODINGS.map(async (encoding): Promise<WebFile[]> => {
    try {
      const form = await readFile(path + ENDINGS[encoding]);
      return [{ bytes: form, type, tag: `"${tag}-${encoding}"`, encoding }];
    } catch {
      return []; // the build leaves out forms that would save nothing
    }
  });
  const forms = await Promise.all(compressed);
  return [...forms.flat(), { bytes, type, tag: `"${tag}"`, encoding: undefined }];
}

/** True if an `Accept-Encoding` names an encoding and does not rule it out: RFC 9110 section 12.5.3. */
function accepts(accepted: string, encoding: Encoding): boolean {
  const parts = accepted.split(',').map((part) => part.toLowerCase().split(';'));
  const named = parts.find(([name = '']) => name.trim() === encoding);
  const [, ...parameters] = named ??
    parts.find(([name = '']) => name.trim() === '*') ?? ['', 'q=0'];
  return !parameters.some((parameter) => /^\s*q\s*=\s*0(?:\.0*)?\s*$/.test(parameter));
}
