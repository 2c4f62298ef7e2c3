import { useEffect, useState } from 'preact/hooks';
import type { BundleEntry } from '../../client/bundle/index.ts';
import type { PlainKey } from '../../words/language.ts';
import type { EntrySource } from './entry-source.ts';
import { problemOfEntry } from './opened-entry.ts';
import { writeAll } from './saving/byte-sink.ts';
import { type Target, targetFor } from './saving/target.ts';

export interface WholeFile {
  /** A blob: address; undefined until all of it is here. */
  readonly url?: string;
  readonly problem?: PlainKey;
}

/** An entry of any length, put together on the disk, for as long as the component exists. */
export function useWholeFile(
  source: EntrySource,
  entry: BundleEntry,
  mediaType: string,
): WholeFile {
  const [whole, setWhole] = useState<WholeFile>({});
  useEffect(() => {
    const left = new AbortController();
    const gathered = gather(source, entry, left.signal);
    const shown = gathered.then(async (target) => {
      const file = await target.blob();
      return URL.createObjectURL(file.slice(0, file.size, mediaType));
    });
    shown.then(
      (url) => !left.signal.aborted && setWhole({ url }),
      (error: unknown) => !left.signal.aborted && setWhole({ problem: problemOfEntry(error) }),
    );
    return () => {
      left.abort();
      const gone = [
        shown.then((url) => URL.revokeObjectURL(url)),
        gathered.then((it) => it.delete()),
      ];
      // Nobody looks at it any more, so a failure has nothing to tell.
      void Promise.all(gone).catch(() => undefined);
    };
  }, [source, entry, mediaType]);
  return whole;
}

async function gather(
  source: EntrySource,
  entry: BundleEntry,
  signal: AbortSignal,
): Promise<Target> {
  const target = await targetFor(entry.bytes);
  if (!target) throw new Error('expected a place for a large file');
  try {
    await writeAll(target.sink, source.pieces(entry, signal));
    return target;
  } catch (error) {
    await target.delete();
    throw error;
  }
}
