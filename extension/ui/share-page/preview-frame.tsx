import { format, type Formatted, PageContent, trustedFrameDocument } from '@mayfly/relay/view';
import type { Address } from '@mayfly/relay/protocol';
import { t } from '@mayfly/relay/words';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { PageParts } from './assembled-page.ts';
import { FrameBlocks, type FrameBlocksDeps } from './frame-blocks.ts';

export interface PreviewFrameProps extends Pick<FrameBlocksDeps, 'onTake' | 'onPutBack' | 'onKey'> {
  readonly parts: PageParts;
  readonly taken: ReadonlySet<number>;
  readonly hasAddress: boolean;
}

const NONE: ReadonlySet<number> = new Set();

/**
 * A page as its readers will see it, through the same sanitiser and styles. The frame runs no script; that it is of our
 * own origin lets this screen put the buttons in. A page that readers see as its source is shown so here, too.
 */
export function PreviewFrame(props: PreviewFrameProps) {
  const { parts, hasAddress } = props;
  const page = useMemo(
    () => pageOf(parts.assemble({ taken: NONE, hasAddress })),
    [parts, hasAddress],
  );
  const formatted = useFormatted(page);
  if (!formatted) return <p class="share-page-wait">{t('sharePage_preparing')}</p>;
  if (formatted.state !== 'formatted') return <PageContent page={page} />;
  return <Frame {...props} document={formatted.document} />;
}

type ShownPage = Parameters<typeof PageContent>[0]['page'];

function pageOf(html: string): ShownPage {
  const bytes = new TextEncoder().encode(html);
  // It has no address yet, and none is shown.
  return { address: 'preview' as Address, bytes, mediaType: 'text/html' };
}

/** The last one stays until the next is there. */
function useFormatted(page: ShownPage): Formatted | undefined {
  const [formatted, setFormatted] = useState<Formatted>();
  useEffect(() => {
    const stopped = new AbortController();
    void format(page, 'html', stopped.signal).then((made) => {
      if (!stopped.signal.aborted) setFormatted(made);
    });
    return () => stopped.abort();
  }, [page]);
  return formatted;
}

interface FrameProps extends PreviewFrameProps {
  readonly document: string;
}

/**
 * The document is written into an empty frame. With `srcdoc`, Firefox would refuse it: such a document has the policy of
 * this screen, which lets nobody frame it.
 */
function Frame(props: FrameProps) {
  const { document, taken } = props;
  const frame = useRef<HTMLIFrameElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const [isReady, setReady] = useState(false);
  const [blocks, setBlocks] = useState<FrameBlocks>();
  const [height, setHeight] = useState<number>();
  useLayoutEffect(() => {
    const page = isReady ? frame.current?.contentDocument : undefined;
    if (!page) return undefined;
    fill(page, document);
    setBlocks(blocksOn(page, latest));
    return followHeight(page.body, setHeight);
  }, [isReady, document]);
  useLayoutEffect(() => blocks?.show(taken), [blocks, taken]);
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

/** Blocks that are not those of the page stay as they are: nothing may be taken out in the place of another. */
function blocksOn(shown: Document, latest: { readonly current: FrameProps }): FrameBlocks {
  const { parts, hasAddress } = latest.current;
  const found = parts.blocksIn(shown.body, { hasAddress });
  const isSame = found.length === parts.words.length;
  if (!isSame) console.error(`expected ${parts.words.length} blocks, found ${found.length}`);
  return new FrameBlocks(shown, {
    blocks: isSame ? found : [],
    words: parts.words,
    onTake: (block) => latest.current.onTake(block),
    onPutBack: (block) => latest.current.onPutBack(block),
    onKey: (event) => latest.current.onKey(event),
  });
}

/** The whole preview scrolls with the screen: its frame is as high as the page in it, in CSS pixels. */
function followHeight(body: HTMLElement, onHeight: (height: number) => void): () => void {
  const observer = new ResizeObserver(() => onHeight(body.offsetHeight));
  observer.observe(body);
  return () => observer.disconnect();
}
