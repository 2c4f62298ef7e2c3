import { useMemo } from 'preact/hooks';
import { formatBytes } from './format-bytes.ts';
import { frameDocument } from './frame-document.ts';
import { saveName } from './page-name.ts';
import type { Page } from './reading.ts';
import { savePage } from './save-page.ts';

export interface PageContentProps {
  readonly page: Page;
}

/** The content of a page. Nothing in it can run or call out, whatever its type says. */
export function PageContent({ page }: PageContentProps) {
  const kind = kindOf(page.mediaType);
  switch (kind) {
    case 'text':
      return <TextContent page={page} />;
    case 'markdown':
    case 'html':
      return <FramedContent page={page} kind={kind} />;
    case 'file':
      return <FileContent page={page} />;
  }
}

type Kind = 'text' | 'markdown' | 'html' | 'file';

/** How pages of a media type are shown; its parameters play no part. */
function kindOf(mediaType: string): Kind {
  const [essence = ''] = mediaType.toLowerCase().split(';');
  const type = essence.trim();
  if (type === 'text/html') return 'html';
  if (type === 'text/markdown') return 'markdown';
  return type.startsWith('text/') || type === 'application/json' ? 'text' : 'file';
}

function useText({ bytes }: Page): string {
  // Bytes that are not UTF-8 show as replacement characters.
  return useMemo(() => new TextDecoder().decode(bytes), [bytes]);
}

function TextContent({ page }: PageContentProps) {
  const text = useText(page);
  const isEndless = useMemo(() => hasLineBeyond(ENDLESS_LINE_CHARS, text), [text]);
  return (
    <pre class="content-text" data-endless-line={isEndless}>
      {text}
    </pre>
  );
}

/**
 * What Chromium needs to give a line a direction of its own grows with the square of its length: 20 s for 5 MB. A text
 * with so long a line is shown in one direction.
 */
const ENDLESS_LINE_CHARS = 50_000;

function hasLineBeyond(chars: number, text: string): boolean {
  for (let start = 0; text.length - start > chars;) {
    const end = text.indexOf('\n', start);
    if (end < 0 || end - start > chars) return true;
    start = end + 1;
  }
  return false;
}

function FramedContent({ page, kind }: PageContentProps & { readonly kind: 'markdown' | 'html' }) {
  const text = useText(page);
  const document = useMemo(() => tryFrameDocument(kind, text), [kind, text]);
  if (document === undefined) return <SourceContent page={page} />;
  return (
    <iframe
      class="content-frame"
      title="Content of the page"
      sandbox="allow-popups allow-popups-to-escape-sandbox"
      referrerpolicy="no-referrer"
      srcdoc={document}
    />
  );
}

/** Undefined where the page cannot be laid out, such as Markdown nested deeper than its parser's stack. */
function tryFrameDocument(kind: 'markdown' | 'html', text: string): string | undefined {
  try {
    return frameDocument(kind, text);
  } catch (error) {
    console.error(error);
    return undefined;
  }
}

function SourceContent({ page }: PageContentProps) {
  return (
    <>
      <p class="viewer-note" role="alert">
        This page could not be formatted, so its source is shown.
      </p>
      <TextContent page={page} />
    </>
  );
}

function FileContent({ page }: PageContentProps) {
  return (
    <section class="content-file">
      <h1 class="content-file-name">
        <bdi>{saveName(page)}</bdi>
      </h1>
      <p>
        {formatBytes(page.bytes.length)} · {page.mediaType}
      </p>
      <p class="soft">
        Mayfly does not show files of this kind. Save it only if you trust its source.
      </p>
      <button type="button" class="button button-primary" onClick={() => savePage(page)}>
        Save file
      </button>
    </section>
  );
}
