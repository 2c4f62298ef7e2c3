import { useEffect, useRef, useState } from 'preact/hooks';
import { hasPlace, withoutPlace } from '../words/index.ts';
import { readFile } from '../words/offered-file.ts';
import { t } from '../words/language.ts';

export interface PlaceNoticeProps {
  readonly file: File;
  /** Called with the same file without the place. */
  readonly onFile: (file: File) => void;
  /** Called when the button that had the focus is gone. */
  readonly onRemoved: () => void;
}

/** Says before a share that a photo or a film names the place where it was taken, and removes the place on request. */
export function PlaceNotice({ file, onFile, onRemoved }: PlaceNoticeProps) {
  const isTold = useTellsPlace(file);
  const cleaned = useRef<File>(undefined);
  const remove = async () => {
    const bytes = withoutPlace(await readFile(file));
    const { name, type, lastModified } = file;
    cleaned.current = new File([bytes], name, { type, lastModified });
    onFile(cleaned.current);
    onRemoved();
  };
  return (
    <div class="place-notice" role="status">
      {isTold && (
        <>
          <p>{t('view_placeTold')}</p>
          <button type="button" class="button" onClick={() => void remove()}>
            {t('view_removePlace')}
          </button>
        </>
      )}
      {file === cleaned.current && !isTold && <p>{t('view_placeRemoved')}</p>}
    </div>
  );
}

function useTellsPlace(file: File): boolean {
  const [told, setTold] = useState<File>();
  useEffect(() => {
    let isWanted = true;
    const look = async () => {
      if (hasPlace(await readFile(file)) && isWanted) setTold(file);
    };
    // The share itself reports an unreadable file.
    look().catch(() => {});
    return () => (isWanted = false);
  }, [file]);
  return told === file;
}
