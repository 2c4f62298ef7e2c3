import { useState } from 'preact/hooks';
import { type Drawing, SVG, useDrawing } from './image-drawing.ts';
import { FileContent } from './file-content.tsx';
import { useObjectUrl } from './object-url.ts';
import { saveName, shownName } from '../words/page-name.ts';
import type { Page } from '../words/reading.ts';
import { t } from '../words/language.ts';

export interface ImageContentProps {
  readonly page: Page;
  /** The true type of the bytes, whatever the link says. */
  readonly mediaType: string;
}

/** The state of an image. Only its size is known until it is drawn. */
type Sight =
  | { readonly state: 'loading' | 'broken' | 'vast' }
  | { readonly state: 'shown'; readonly width: number; readonly height: number };

/** A larger image would take gigabytes of memory to draw. */
const MOST_PIXELS = 100_000_000;

/** A picture: fitted, and at full size when asked. Nothing in it can run, SVG included. */
export function ImageContent({ page, mediaType }: ImageContentProps) {
  const drawing = useDrawing(page, mediaType);
  const [sight, setSight] = useState<Sight>({ state: 'loading' });
  const [isFull, setFull] = useState(false);
  const problem = problemOf(drawing, sight, mediaType);
  if (problem !== undefined) return <FileContent page={page}>{problem}</FileContent>;
  const toggle = () => setFull(!isFull);
  return (
    <figure class="content-image" data-full={isFull}>
      <figcaption class="content-bar">
        <span class="content-facts">{factsOf(mediaType, sight)}</span>
        <div class="content-tools">
          <button type="button" class="content-toggle" aria-pressed={isFull} onClick={toggle}>
            {t('view_fullSize')}
          </button>
        </div>
      </figcaption>
      <div class="content-image-room" {...(isFull && scrolled())}>
        <Picture {...{ page, mediaType, drawing, sight }} onSight={setSight} onClick={toggle} />
      </div>
    </figure>
  );
}

/** An image larger than its room can be scrolled, also by the keyboard. */
function scrolled() {
  return { tabIndex: 0, role: 'region', 'aria-label': t('view_imageFullSize') } as const;
}

interface PictureProps extends ImageContentProps {
  readonly drawing: Drawing;
  readonly sight: Sight;
  readonly onSight: (sight: Sight) => void;
  readonly onClick: () => void;
}

function Picture({ page, mediaType, drawing, sight, onSight, onClick }: PictureProps) {
  const url = useObjectUrl(drawing.state === 'drawn' ? drawing.bytes : undefined, mediaType);
  return (
    url && (
      <img
        class="content-image-picture"
        src={url}
        alt={page.name ? shownName(page.name) : saveName(page)}
        hidden={sight.state !== 'shown'}
        data-vector={mediaType === SVG}
        onLoad={({ currentTarget }) => onSight(sightOf(currentTarget, mediaType))}
        onError={() => onSight({ state: 'broken' })}
        onClick={onClick}
      />
    )
  );
}

/** The image is not drawn before its size is known: a small file can hold an image that fits into no memory. */
function sightOf(image: HTMLImageElement, mediaType: string): Sight {
  const { naturalWidth: width, naturalHeight: height } = image;
  if (mediaType !== SVG && width * height > MOST_PIXELS) return { state: 'vast' };
  return { state: 'shown', width, height };
}

function problemOf(drawing: Drawing, sight: Sight, mediaType: string): string | undefined {
  if (drawing.state === 'complex') return t('view_imageComplex');
  if (sight.state === 'vast') return t('view_imageVast');
  if (drawing.state !== 'broken' && sight.state !== 'broken') return undefined;
  const isUsual = USUAL.test(mediaType);
  return isUsual ? t('view_imageBroken') : t('view_imageUnshown', { kind: kindName(mediaType) });
}

/** Every browser shows these, if they are whole. */
const USUAL = /^image\/(?:png|jpeg|gif|webp|bmp|x-icon|svg\+xml)$/;

/** The strip above shows the number of bytes. */
function factsOf(mediaType: string, sight: Sight): string {
  const isMeasured = sight.state === 'shown' && mediaType !== SVG;
  const size = isMeasured
    ? [t('view_imageSize', { width: String(sight.width), height: String(sight.height) })]
    : [];
  return [kindName(mediaType), ...size].join(' · ');
}

const NAMES: Readonly<Record<string, string>> = {
  [SVG]: 'SVG',
  'image/x-icon': 'ICO',
  'image/jxl': 'JPEG XL',
  'image/jp2': 'JPEG 2000',
  'image/jxr': 'JPEG XR',
  'image/x-canon-cr3': 'CR3',
};

function kindName(mediaType: string): string {
  return NAMES[mediaType] ?? mediaType.slice('image/'.length).toUpperCase();
}
