import { useState } from 'preact/hooks';
import { FileContent } from './file-content.tsx';
import { useObjectUrl } from './object-url.ts';
import { saveName, shownName } from '../words/page-name.ts';
import type { Page } from '../words/reading.ts';
import { t } from '../words/language.ts';

export interface MediaContentProps {
  readonly page: Page;
  readonly kind: 'audio' | 'video';
  /** The true type of the bytes, whatever the link says. */
  readonly mediaType: string;
}

/** Sound or film in the browser's own player; it plays when asked. */
export function MediaContent({ page, kind: Player, mediaType }: MediaContentProps) {
  const url = useObjectUrl(page.bytes, mediaType);
  const [isBroken, setBroken] = useState(false);
  if (isBroken) {
    return <FileContent page={page}>{t('view_cannotPlay')}</FileContent>;
  }
  const name = page.name ? shownName(page.name) : saveName(page);
  return (
    <section class="content-media" aria-label={name}>
      <h1 class="content-file-name">
        <bdi>{name}</bdi>
      </h1>
      {url && (
        <Player
          class="content-player"
          src={url}
          controls
          preload="metadata"
          aria-label={name}
          onError={() => setBroken(true)}
        />
      )}
    </section>
  );
}
