/**
 * The paths of a bundle's entries. A manifest is by a stranger, and its paths become files on a reader's disk: a path is
 * refused that any common file system reads as another one, hides, or lets out of the chosen folder.
 */
import { NAME_BYTES, PATH_BYTES, PATH_DEPTH } from './bundle-limits.ts';

/** Control characters, marks of direction, and what stands for a line's end. */
const UNSEEN = /[\p{Cc}\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]/u;
/** Windows reads these as a separator, a drive or a stream. */
const SEPARATORS = /[\\:]/;
/** Names of devices, whatever ending follows (Microsoft, 'Naming Files, Paths, and Namespaces'). */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?: *\.|$)/i;

const encoder = new TextEncoder();
const bytesOf = (text: string) => encoder.encode(text).length;

/** The fault of a path; undefined for a path under which a file may be saved. */
export function problemOfPath(path: string): string | undefined {
  // First: to normalize a million marks on one letter takes hours.
  if (bytesOf(path) > PATH_BYTES) return `more than ${PATH_BYTES} bytes`;
  if (!path.isWellFormed()) return 'half of a character';
  if (path !== path.normalize('NFC')) return 'another form than NFC';
  const names = path.split('/');
  if (names.length > PATH_DEPTH + 1) return `more than ${PATH_DEPTH} folders`;
  for (const name of names) {
    const problem = problemOfName(name);
    if (problem) return problem;
  }
  return undefined;
}

function problemOfName(name: string): string | undefined {
  if (name === '') return 'an empty name';
  if (bytesOf(name) > NAME_BYTES) return `a name of more than ${NAME_BYTES} bytes`;
  if (UNSEEN.test(name)) return 'a control character or a mark of direction';
  if (SEPARATORS.test(name)) return 'a backslash or a colon';
  if (/[. ]$/.test(name)) return 'a dot or a space at the end of a name'; // '.' and '..' too
  return DEVICE.test(name) ? 'the name of a device' : undefined;
}

/** Two paths with the same fold are one file where a file system ignores case. */
function foldOf(path: string): string {
  return path.toUpperCase().toLowerCase().normalize('NFC');
}

/** The first path that would replace another one, or that stands where another one needs a folder. */
export function clashOf(paths: readonly string[]): string | undefined {
  const folds = paths.map(foldOf);
  const files = new Set<string>();
  for (const [i, fold] of folds.entries()) {
    if (files.has(fold)) return paths[i];
    files.add(fold);
  }
  // Folders are looked up and not collected: those of a hostile manifest would take hundreds of megabytes.
  const inFile = folds.findIndex((fold, i) =>
    foldersOf(fold, folds[i - 1] ?? '').some((folder) => files.has(folder)),
  );
  return paths[inFile];
}

/** The folders on the way to `path`, without those that the path before it has too. */
function foldersOf(path: string, before: string): readonly string[] {
  const folders: string[] = [];
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const folder = path.slice(0, end);
    if (before.startsWith(folder) && before[end] === '/') break;
    folders.push(folder);
  }
  return folders;
}

/**
 * The paths under which files of these paths are shared: the same where a bundle may name them so, else the nearest one.
 * A name that clashes gets a number: `photo (2).jpg`. In the order of `paths`.
 */
export function sharedPaths(paths: readonly string[]): readonly string[] {
  const names = new SharedNames();
  return paths.map((path) => names.pathOf(cleanNames(path)));
}

/** The names that were given so far. Files that lie in one folder stay together when it gets another name. */
class SharedNames {
  readonly #taken = new Set<string>();
  /** By the fold of what it was called. */
  readonly #folders = new Map<string, string>();

  pathOf(names: readonly string[]): string {
    const folders = names.slice(0, -1);
    const within = folders.reduce((parent, name, i) => {
      const asked = foldOf(names.slice(0, i + 1).join('/'));
      const folder = this.#folders.get(asked) ?? this.#take(parent, name);
      this.#folders.set(asked, folder);
      return folder;
    }, '');
    return this.#take(within, names.at(-1) ?? '_');
  }

  #take(parent: string, name: string): string {
    for (let n = 1; ; n += 1) {
      const numbered = n === 1 ? name : withNumber(name, n);
      const path = parent === '' ? numbered : `${parent}/${numbered}`;
      const fold = foldOf(path);
      if (this.#taken.has(fold)) continue;
      this.#taken.add(fold);
      return path;
    }
  }
}

/** The names on the way to a file, each as a bundle may have it. */
function cleanNames(path: string): readonly string[] {
  const names = path
    .toWellFormed()
    .normalize('NFC')
    .split('/')
    .filter((name) => name !== '' && name !== '.')
    .map(cleanName)
    .slice(-(PATH_DEPTH + 1));
  const most = () => PATH_BYTES - NUMBER_BYTES * names.length;
  while (names.length > 1 && bytesOf(names.join('/')) > most()) names.shift();
  return names;
}

/** Room for ` (100000)`. */
const NUMBER_BYTES = 16;

function cleanName(name: string): string {
  const plain = name.replaceAll(/[\\:]/g, '_').replaceAll(new RegExp(UNSEEN, 'gu'), '_');
  const ended = plain.replace(/[. ]+$/, '_');
  const named = DEVICE.test(ended) ? `_${ended}` : ended;
  return cutName(named);
}

/** Cuts a name before its ending, at whole characters. */
function cutName(name: string): string {
  const most = NAME_BYTES - NUMBER_BYTES;
  if (bytesOf(name) <= most) return name;
  const { stem, ending } = splitName(name);
  let kept = '';
  let left = most - bytesOf(ending);
  for (const character of stem) {
    left -= bytesOf(character);
    if (left < 0) break;
    kept += character;
  }
  return cleanName(kept) + ending;
}

/** `photo (2).jpg`, for a name that is taken. */
export function withNumber(name: string, n: number): string {
  const { stem, ending } = splitName(name);
  return `${stem} (${n})${ending}`;
}

/** An ending is short, and not the whole name. */
function splitName(name: string): { readonly stem: string; readonly ending: string } {
  const ending = /(?<=.)\.[^. ]{1,16}$/u.exec(name)?.[0] ?? '';
  return { stem: name.slice(0, name.length - ending.length), ending };
}
