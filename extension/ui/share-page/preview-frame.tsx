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

function Frame(props: FrameProps) {
  const { document, taken } = props;
  const frame = useRef<HTMLIFrameElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const [shown, setShown] = useState<Document>();
  const blocks = useMemo(() => shown && blocksOn(shown, latest), [shown]);
  useLayoutEffect(() => blocks?.show(taken), [blocks, taken]);
  const height = useHeight(shown);
  // A trusted text is another object each time, and the frame would load anew with each.
  const srcdoc = useMemo(() => trustedFrameDocument(document), [document]);
  return (
    <iframe
      ref={frame}
      class="share-page-frame"
      title={t('sharePage_preview')}
      sandbox="allow-same-origin"
      referrerpolicy="no-referrer"
      style={height === undefined ? undefined : { height: `${height}px` }}
      srcdoc={srcdoc}
      onLoad={() => setShown(frame.current?.contentDocument ?? undefined)}
    />
  );
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

/** The height of the page in it, in CSS pixels: the whole preview scrolls with the screen. */
function useHeight(shown: Document | undefined): number | undefined {
  const [height, setHeight] = useState<number>();
  useLayoutEffect(() => {
    if (!shown) return undefined;
    const observer = new ResizeObserver(() => setHeight(Math.ceil(shown.body.offsetHeight)));
    observer.observe(shown.body);
    return () => observer.disconnect();
  }, [shown]);
  return height;
}
