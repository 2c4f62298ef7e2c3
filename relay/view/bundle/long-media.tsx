import { useEffect, useState } from 'preact/hooks';
import type { BundleEntry } from '../../client/bundle/index.ts';
import { type PlainKey, t } from '../../words/language.ts';
import { shownName } from '../../words/page-name.ts';
import type { EntrySource } from './entry-source.ts';
import { Gathering } from './gathering.tsx';
import { nameOf } from './entry-tree.ts';
import { type OpenedEntry, problemOfEntry } from './opened-entry.ts';
import { writeAll } from './saving/byte-sink.ts';
import { type Target, targetFor } from './saving/target.ts';

export interface LongMediaProps {
  readonly entry: BundleEntry;
  readonly source: EntrySource;
  readonly media: Extract<OpenedEntry, { as: 'media' }>;
}

/** Sound or film that is too long for memory: it is put together on the disk, and played from there. */
export function LongMedia({ entry, source, media }: LongMediaProps) {
  const { url, problem } = useWholeFile(source, entry, media.mediaType);
  const [isBroken, setBroken] = useState(false);
  const Player = media.kind;
  const name = shownName(nameOf(entry));
  if (isBroken) return <p class="soft">{t('view_cannotPlay')}</p>;
  if (problem !== undefined) return <p role="alert">{t(problem)}</p>;
  if (url === undefined) return <Gathering entry={entry} source={source} />;
  return (
    <Player
      class="content-player"
      src={url}
      controls
      preload="metadata"
      aria-label={name}
      onError={() => setBroken(true)}
    />
  );
}

/** A blob: address of an entry of any length, for as long as the component exists. */
function useWholeFile(source: EntrySource, entry: BundleEntry, mediaType: string) {
  const [whole, setWhole] = useState<{ readonly url?: string; readonly problem?: PlainKey }>({});
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
      // Nobody looks at it any more, so a failure has nothing to tell.
      void Promise.all([
        shown.then((url) => URL.revokeObjectURL(url)),
        gathered.then((it) => it.delete()),
      ]).catch(() => undefined);
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
