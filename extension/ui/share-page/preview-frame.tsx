import { format, type Formatted, PageContent, trustedFrameDocument } from '@mayfly/relay/view';
import type { Address } from '@mayfly/relay/protocol';
import { t } from '@mayfly/relay/words';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { PageParts } from './assembled-page.ts';
import { FrameBlocks, type FrameBlocksDeps } from './frame-blocks.ts';
import type { ShownPage } from './written-page.ts';

export interface PreviewFrameProps extends Pick<FrameBlocksDeps, 'onTake' | 'onPutBack' | 'onKey'> {
  readonly parts: PageParts;
  readonly taken: ReadonlySet<number>;
  readonly hasAddress: boolean;
  /** This page is on the screen now, apart from the blocks that are out. `hasBlocks`: some of it can be taken out. */
  readonly onShown: (shown: ShownPage, hasBlocks: boolean) => void;
}

const NONE: ReadonlySet<number> = new Set();

/**
 * A page as its readers will see it, through the same sanitiser and styles. The frame runs no script; that it is of our
 * own origin lets this screen put the buttons in. A page that readers see as its source is shown so here, too.
 */
export function PreviewFrame(props: PreviewFrameProps) {
  const { parts, hasAddress } = props;
  const wanted = useMemo(() => ({ parts, hasAddress }), [parts, hasAddress]);
  const formatted = useFormatted(wanted);
  if (!formatted) return <p class="share-page-wait">{t('sharePage_preparing')}</p>;
  const { shown, made } = formatted;
  if (made.state !== 'formatted') return <Source shown={shown} onShown={props.onShown} />;
  const isCurrent = shown === wanted;
  return <Frame {...props} shown={shown} document={made.document} isCurrent={isCurrent} />;
}

type ViewedPage = Parameters<typeof PageContent>[0]['page'];

function viewed({ parts, hasAddress }: ShownPage): ViewedPage {
  const bytes = new TextEncoder().encode(parts.assemble({ taken: NONE, hasAddress }));
  // It has no address yet, and none is shown.
  return { address: 'preview' as Address, bytes, mediaType: 'text/html' };
}

/** A page as the reader's code formats it. */
interface FormattedPage {
  readonly shown: ShownPage;
  readonly made: Formatted;
}

/** The last one stays until the next is there. */
function useFormatted(wanted: ShownPage): FormattedPage | undefined {
  const [formatted, setFormatted] = useState<FormattedPage>();
  useEffect(() => {
    const stopped = new AbortController();
    void format(viewed(wanted), 'html', stopped.signal).then((made) => {
      if (!stopped.signal.aborted) setFormatted({ shown: wanted, made });
    });
    return () => stopped.abort();
  }, [wanted]);
  return formatted;
}

/** A page that readers see as its source. */
function Source({ shown, onShown }: Pick<FrameProps, 'shown' | 'onShown'>) {
  const page = useMemo(() => viewed(shown), [shown]);
  useLayoutEffect(() => onShown(shown, false), [shown]);
  return <PageContent page={page} />;
}

interface FrameProps extends PreviewFrameProps {
  /** The page in the document. */
  readonly shown: ShownPage;
  readonly document: string;
  /** It is the wanted page: the numbers of blocks are its own. */
  readonly isCurrent: boolean;
}

/**
 * The document is written into an empty frame. With `srcdoc`, Firefox would refuse it: such a document has the policy of
 * this screen, which lets nobody frame it.
 */
function Frame(props: FrameProps) {
  const { shown, document, taken, isCurrent } = props;
  const frame = useRef<HTMLIFrameElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const [isReady, setReady] = useState(false);
  const [blocks, setBlocks] = useState<ShownBlocks>();
  const [height, setHeight] = useState<number>();
  useLayoutEffect(() => {
    const page = isReady ? frame.current?.contentDocument : undefined;
    if (!page) return undefined;
    fill(page, document);
    setBlocks(blocksOn(page, shown, latest));
    return followHeight(page.body, setHeight);
  }, [isReady, shown]);
  useLayoutEffect(() => {
    if (!blocks || !isCurrent || blocks.shown !== shown) return;
    blocks.frame.show(taken);
    latest.current.onShown(shown, blocks.frame.count > 0);
  }, [blocks, shown, isCurrent, taken]);
  return (
    <iframe
      ref={frame}
      class="share-page-frame"
      title={t('sharePage_preview')}
      sandbox="allow-same-origin"
      referrerpolicy="no-referrer"
      style={height === undefined ? undefined : { height: `${height}px` }}
      onLoad={() => setReady(true)}
    />
  );
}

function fill(page: Document, document: string): void {
  page.open();
  page.write(trustedFrameDocument(document));
  page.close();
}

/** The blocks of a page that the frame shows. */
interface ShownBlocks {
  readonly shown: ShownPage;
  readonly frame: FrameBlocks;
}

/** Blocks that are not those of the page stay as they are: nothing may be taken out in the place of another. */
function blocksOn(
  page: Document,
  shown: ShownPage,
  latest: { readonly current: FrameProps },
): ShownBlocks {
  const { words } = shown.parts;
  const found = shown.parts.blocksIn(page.body, shown);
  const isSame = found.length === words.length;
  if (!isSame) console.error(`expected ${words.length} blocks, found ${found.length}`);
  const frame = new FrameBlocks(page, {
    blocks: isSame ? found : [],
    words,
    onTake: (block) => latest.current.isCurrent && latest.current.onTake(block),
    onPutBack: (block) => latest.current.isCurrent && latest.current.onPutBack(block),
    onKey: (event) => latest.current.onKey(event),
  });
  return { shown, frame };
}

/** The whole preview scrolls with the screen: its frame is as high as the page in it, in CSS pixels. */
function followHeight(body: HTMLElement, onHeight: (height: number) => void): () => void {
  const observer = new ResizeObserver(() => onHeight(body.offsetHeight));
  observer.observe(body);
  return () => observer.disconnect();
}
