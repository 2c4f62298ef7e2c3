/** The faults of chosen files, found before anything is sealed. */
import { useEffect, useState } from 'preact/hooks';
import { sharedPaths } from '../../client/bundle/index.ts';
import type { OfferedFile } from '../../words/offered-file.ts';

export interface FileTroubles {
  /** The files that the browser cannot read. */
  readonly unreadable: ReadonlySet<File>;
  /** The paths under which files are shared that cannot be called as they are. */
  readonly renamed: ReadonlyMap<File, string>;
}

const NONE: FileTroubles = { unreadable: new Set(), renamed: new Map() };
const READ_AT_ONCE = 8;

/** Looks after the list has been drawn, because there may be thousands of files. */
export function useTroubles(files: readonly OfferedFile[]): FileTroubles {
  const [troubles, setTroubles] = useState(NONE);
  useEffect(() => {
    const ending = new AbortController();
    const { signal } = ending;
    const look = async () => {
      const renamed = renamedOf(files);
      setTroubles({ renamed, unreadable: unreadableOf(files) });
      await readFirstBytes(files, signal);
      if (!signal.aborted) setTroubles({ renamed, unreadable: unreadableOf(files) });
    };
    const timer = setTimeout(() => void look());
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
  }, [files]);
  return troubles;
}

function renamedOf(files: readonly OfferedFile[]): ReadonlyMap<File, string> {
  const paths = sharedPaths(files.map(({ path }) => path));
  const renamed = files.map(({ path, file }, i) => {
    // Readers see no difference between the forms of one character.
    const shared = paths[i] ?? path;
    return shared === path.normalize('NFC') ? undefined : ([file, shared] as const);
  });
  return new Map(renamed.filter((pair) => pair !== undefined));
}

/** What is known of a file, so that none is read twice. */
const readable = new WeakMap<File, boolean>();

function unreadableOf(files: readonly OfferedFile[]): ReadonlySet<File> {
  return new Set(files.map(({ file }) => file).filter((file) => readable.get(file) === false));
}

async function readFirstBytes(files: readonly OfferedFile[], signal: AbortSignal): Promise<void> {
  const left = files.filter(({ file }) => !readable.has(file)).values();
  const lane = async () => {
    for (const { file } of left) {
      if (signal.aborted) return;
      const isReadable = await file
        .slice(0, 1)
        .arrayBuffer()
        .then(
          () => true,
          () => false,
        );
      readable.set(file, isReadable);
    }
  };
  await Promise.all(Array.from({ length: READ_AT_ONCE }, lane));
}
