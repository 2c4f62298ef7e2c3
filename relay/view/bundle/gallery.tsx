import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { t } from '../../words/language.ts';
import { shownName } from '../../words/page-name.ts';
import { EntryIcon } from './entry-icon.tsx';
import type { EntrySource } from './entry-source.ts';
import { type Folder, inOrder, type ListedEntry, nameOf } from './entry-tree.ts';
import { useShownSteps } from './shown-steps.ts';
import { Thumbnails } from './thumbnail.ts';

export interface GalleryProps {
  readonly root: Folder;
  readonly source: EntrySource;
  readonly onOpen: (index: number) => void;
}

/** Pictures, each small. They appear as they come. */
export function Gallery({ root, source, onOpen }: GalleryProps) {
  const pictures = useMemo(() => inOrder(root), [root]);
  const thumbnails = useMemo(() => new Thumbnails(source), [source]);
  const { shown, onMore, more } = useShownSteps(pictures.length);
  return (
    <>
      <ul class="files-gallery" aria-label={t('files_list')}>
        {pictures.slice(0, shown).map((listed) => (
          <Cell key={listed.index} {...{ listed, source, thumbnails, onOpen }} />
        ))}
      </ul>
      {shown < pictures.length && (
        <button type="button" class="button files-more" ref={more} onClick={onMore}>
          {t('files_showMore', { count: pictures.length - shown })}
        </button>
      )}
    </>
  );
}

interface CellProps extends Omit<GalleryProps, 'root'> {
  readonly listed: ListedEntry;
  readonly thumbnails: Thumbnails;
}

function Cell({ listed, source, thumbnails, onOpen }: CellProps) {
  const { entry, index } = listed;
  const cell = useRef<HTMLButtonElement>(null);
  const isNear = useNearness(cell);
  const url = useThumbnail(thumbnails, listed, isNear && source.isHeld(entry));
  const name = shownName(nameOf(entry));
  return (
    <li>
      <button
        type="button"
        class="files-cell"
        ref={cell}
        data-entry={index}
        onClick={() => onOpen(index)}
      >
        {url ? (
          <img class="files-thumbnail" src={url} alt="" />
        ) : (
          <span class="files-thumbnail">
            <EntryIcon kind="image" />
          </span>
        )}
        <bdi class="files-caption">{name}</bdi>
      </button>
    </li>
  );
}

/** True while the element is on the screen or near it. */
function useNearness(element: { readonly current: HTMLElement | null }): boolean {
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    if (!element.current) return undefined;
    const observer = new IntersectionObserver(
      (seen) => setNear(seen.at(-1)?.isIntersecting ?? false),
      { rootMargin: '100%' },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return isNear;
}

/** A blob: address of a small picture while `isWanted`; undefined until it is drawn, and for what cannot be drawn. */
function useThumbnail(
  thumbnails: Thumbnails,
  { entry }: ListedEntry,
  isWanted: boolean,
): string | undefined {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (!isWanted) return undefined;
    const left = new AbortController();
    let made: string | undefined;
    const show = (small: Blob | undefined) => {
      if (!small || left.signal.aborted) return;
      made = URL.createObjectURL(small);
      setUrl(made);
    };
    // A picture that cannot be read says why once it is opened.
    void thumbnails.make(entry, left.signal).then(show, () => undefined);
    return () => {
      left.abort();
      if (made !== undefined) URL.revokeObjectURL(made);
      setUrl(undefined);
    };
  }, [thumbnails, entry, isWanted]);
  return url;
}
