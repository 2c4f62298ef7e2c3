import { useMemo, useState } from 'preact/hooks';
import { decodeText } from './decode-text.ts';
import { FileContent } from './file-content.tsx';
import { useObjectUrl } from './object-url.ts';
import { saveName, shownName } from './page-name.ts';
import type { Page } from './reading.ts';
import { MOST_DRAWN, svgCost } from './svg-cost.ts';
import { t } from './words.ts';

export interface ImageContentProps {
  readonly page: Page;
  /** What the bytes are, whatever the link says. */
  readonly mediaType: string;
}

/** How far an image has come; only its size is known until it is drawn. */
type Sight =
  | { readonly state: 'loading' | 'broken' | 'vast' | 'complex' }
  | { readonly state: 'shown'; readonly width: number; readonly height: number };

/** More would take gigabytes of memory to draw. */
const MOST_PIXELS = 100_000_000;

const SVG = 'image/svg+xml';
/** The largest drawing that is looked through and drawn, in bytes. */
const SVG_BYTES = 4 * 1024 * 1024;

/** A picture: fitted, and at full size when asked. Nothing in it can run, SVG included. */
export function ImageContent({ page, mediaType }: ImageContentProps) {
  const isComplex = useMemo(() => mediaType === SVG && isComplexDrawing(page), [page.bytes]);
  const [sight, setSight] = useState<Sight>({ state: isComplex ? 'complex' : 'loading' });
  const [isFull, setFull] = useState(false);
  const problem = problemOf(sight);
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
        <Picture {...{ page, mediaType, sight }} onSight={setSight} onClick={toggle} />
      </div>
    </figure>
  );
}

/** What is larger than its room is scrolled, by the keyboard too. */
function scrolled() {
  return { tabIndex: 0, role: 'region', 'aria-label': t('view_imageFullSize') } as const;
}

interface PictureProps extends ImageContentProps {
  readonly sight: Sight;
  readonly onSight: (sight: Sight) => void;
  readonly onClick: () => void;
}

function Picture({ page, mediaType, sight, onSight, onClick }: PictureProps) {
  const url = useObjectUrl(page, mediaType);
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

/** Not drawn before its size is known: a small file can hold an image that no memory holds. */
function sightOf(image: HTMLImageElement, mediaType: string): Sight {
  const { naturalWidth: width, naturalHeight: height } = image;
  if (mediaType !== SVG && width * height > MOST_PIXELS) return { state: 'vast' };
  return { state: 'shown', width, height };
}

function isComplexDrawing(page: Page): boolean {
  return page.bytes.length > SVG_BYTES || svgCost(decodeText(page)) > MOST_DRAWN;
}

function problemOf({ state }: Sight): string | undefined {
  switch (state) {
    case 'loading':
    case 'shown':
      return undefined;
    case 'broken':
      return t('view_imageBroken');
    case 'vast':
      return t('view_imageVast');
    case 'complex':
      return t('view_imageComplex');
  }
}

/** How many bytes it has stands in the strip above. */
function factsOf(mediaType: string, sight: Sight): string {
  const [, type = ''] = /^image\/(\w+)/.exec(mediaType) ?? [];
  const isMeasured = sight.state === 'shown' && mediaType !== SVG;
  const size = isMeasured
    ? [t('view_imageSize', { width: String(sight.width), height: String(sight.height) })]
    : [];
  return [type.toUpperCase(), ...size].join(' · ');
}
