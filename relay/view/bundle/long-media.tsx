import type { RefObject } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { BundleEntry } from '../../client/bundle/index.ts';
import { t } from '../../words/language.ts';
import { shownName } from '../../words/page-name.ts';
import type { EntrySource } from './entry-source.ts';
import { nameOf } from './entry-tree.ts';
import { Gathering } from './gathering.tsx';
import { feed } from './media-stream.ts';
import type { OpenedEntry } from './opened-entry.ts';
import { streamTypeOf } from './stream-type.ts';
import { useWholeFile } from './whole-file.ts';

export interface LongMediaProps {
  readonly entry: BundleEntry;
  readonly source: EntrySource;
  readonly media: Extract<OpenedEntry, { as: 'media' }>;
}

/**
 * Sound or film that is too long for memory: it is put together on the disk, and played from there. Until it is whole, it
 * plays as it comes, where the browser can.
 */
export function LongMedia({ entry, source, media }: LongMediaProps) {
  const { kind: Player, mediaType, start } = media;
  const player = useRef<HTMLMediaElement>(null);
  const whole = useWholeFile(source, entry, mediaType);
  const streamed = useStream({ source, entry, start, mediaType, player, isOver: !!whole.url });
  const [broken, setBroken] = useState<string>();
  const url = whole.url ?? streamed;
  useKeptPlace(player, url);
  if (broken !== undefined && broken === whole.url)
    return <p class="soft">{t('view_cannotPlay')}</p>;
  if (whole.problem !== undefined && streamed === undefined)
    return <p role="alert">{t(whole.problem)}</p>;
  return (
    <>
      {url !== undefined && url !== broken && (
        <Player
          // Both kinds of player are one.
          ref={player as RefObject<HTMLVideoElement & HTMLAudioElement>}
          class="content-player"
          src={url}
          controls
          preload="metadata"
          aria-label={shownName(nameOf(entry))}
          onError={() => setBroken(url)}
        />
      )}
      {whole.url === undefined && <Gathering entry={entry} source={source} />}
    </>
  );
}

interface StreamOptions {
  readonly source: EntrySource;
  readonly entry: BundleEntry;
  readonly start: Uint8Array;
  readonly mediaType: string;
  readonly player: RefObject<HTMLMediaElement | null>;
  /** True once it is played from the disk. */
  readonly isOver: boolean;
}

/** The address of what has come so far; undefined where the browser plays a file of this kind only whole. */
function useStream(options: StreamOptions): string | undefined {
  const { source, entry, start, mediaType, player, isOver } = options;
  const type = useMemo(() => streamTypeOf(start, mediaType), [start, mediaType]);
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (type === undefined || isOver) return undefined;
    const left = new AbortController();
    const media = new MediaSource();
    const made = URL.createObjectURL(media);
    setUrl(made);
    const opened = new Promise((resolve) => media.addEventListener('sourceopen', resolve));
    const feeding = opened.then(async () => {
      if (!player.current) return;
      const pieces = source.pieces(entry, left.signal);
      await feed({ media, player: player.current, type, pieces, signal: left.signal });
    });
    // It plays from the disk as soon as it is whole. That tells too why it does not come.
    feeding.catch((error: unknown) => {
      if (left.signal.aborted) return;
      console.error(error);
      setUrl(undefined);
    });
    return () => {
      left.abort();
      URL.revokeObjectURL(made);
      setUrl(undefined);
    };
  }, [source, entry, type, isOver]);
  return url;
}

/** Goes on where it was once another address is played: from the stream to the disk. */
function useKeptPlace(player: RefObject<HTMLMediaElement | null>, url: string | undefined): void {
  const place = useRef({ at: 0, isPlaying: false });
  useEffect(() => {
    const { current: element } = player;
    if (!element) return undefined;
    const { at, isPlaying } = place.current;
    const goOn = () => {
      if (at > 0) element.currentTime = at;
      // A browser that wants another press first shows its own button.
      if (isPlaying) void element.play().catch(() => undefined);
    };
    const note = () => {
      if (element.readyState > 0)
        place.current = { at: element.currentTime, isPlaying: !element.paused };
    };
    element.addEventListener('loadedmetadata', goOn, { once: true });
    element.addEventListener('timeupdate', note);
    return () => {
      element.removeEventListener('loadedmetadata', goOn);
      element.removeEventListener('timeupdate', note);
    };
  }, [url]);
}
