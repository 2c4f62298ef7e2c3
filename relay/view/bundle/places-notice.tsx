import { useEffect, useState } from 'preact/hooks';
import { t } from '../../words/language.ts';
import type { OfferedFile } from '../../words/offered-file.ts';
import { mayHavePlace, SEARCHED_BYTES, tellsPlace, withoutItsPlace } from './without-places.ts';

export interface PlacesNoticeProps {
  readonly files: readonly OfferedFile[];
  readonly onFiles: (files: readonly OfferedFile[]) => void;
  /** Called when the button that had the focus is gone. */
  readonly onRemoved: () => void;
}

/** Says before a share how many photos and films tell where they were taken, and removes these places on request. */
export function PlacesNotice({ files, onFiles, onRemoved }: PlacesNoticeProps) {
  const { telling, unsearched } = usePlaces(files);
  const [isRemoving, setRemoving] = useState(false);
  const [removed, setRemoved] = useState(0);
  const remove = async () => {
    setRemoving(true);
    const cleaned = new Map<OfferedFile, OfferedFile>();
    for (const file of telling) cleaned.set(file, await withoutItsPlace(file));
    setRemoving(false);
    setRemoved(removed + cleaned.size);
    onFiles(files.map((file) => cleaned.get(file) ?? file));
    onRemoved();
  };
  return (
    <div class="place-notice" role="status">
      {telling.length > 0 && (
        <>
          <p>{t('files_placesTold', { count: telling.length })}</p>
          <button
            type="button"
            class="button"
            aria-disabled={isRemoving}
            onClick={() => void (isRemoving || remove())}
          >
            {t('files_removePlaces')}
          </button>
        </>
      )}
      {telling.length === 0 && removed > 0 && <p>{t('files_placesRemoved', { count: removed })}</p>}
      {unsearched > 0 && <p>{t('files_placesUnsearched', { count: unsearched })}</p>}
    </div>
  );
}

interface Places {
  readonly telling: readonly OfferedFile[];
  /** The number of files that are too large to be searched. */
  readonly unsearched: number;
}

const NONE: Places = { telling: [], unsearched: 0 };

/** One file after the other, so that there is never more than one in memory. */
function usePlaces(files: readonly OfferedFile[]): Places {
  const [places, setPlaces] = useState(NONE);
  useEffect(() => {
    let isWanted = true;
    const candidates = files.filter(mayHavePlace);
    const searched = candidates.filter(({ file }) => file.size <= SEARCHED_BYTES);
    const look = async () => {
      const telling: OfferedFile[] = [];
      for (const file of searched) {
        if (!isWanted) return;
        if (await tellsPlace(file)) telling.push(file);
      }
      const unsearched = candidates.length - searched.length;
      if (isWanted) setPlaces({ telling, unsearched });
    };
    void look();
    return () => void (isWanted = false);
  }, [files]);
  return places;
}
