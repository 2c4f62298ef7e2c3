import { useEffect, useId, useState } from 'preact/hooks';
import { type Formatted, format } from './formatting.ts';
import type { Page } from './reading.ts';
import { TextContent } from './text-content.tsx';
import { trustedFrameDocument } from './trusted.ts';

export interface FormattedContentProps {
  readonly page: Page;
  readonly kind: 'markdown' | 'html';
}

/** Markdown or HTML as it was meant, in a frame where nothing can run or call out; or as it is written. */
export function FormattedContent({ page, kind }: FormattedContentProps) {
  const formatting = useFormatting(page, kind);
  const [isSource, setSource] = useState(false);
  const problem = problemOf(formatting);
  if (problem !== undefined) {
    return (
      <>
        <p class="viewer-note" role="alert">
          {problem}
        </p>
        <TextContent page={page} />
      </>
    );
  }
  const choice = <FormChoice isSource={isSource} onSource={setSource} />;
  if (isSource) return <TextContent page={page} lead={choice} />;
  return (
    <>
      <div class="content-bar">{choice}</div>
      {formatting.state === 'formatted' ? (
        <iframe
          class="content-frame"
          title="Content of the page"
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          referrerpolicy="no-referrer"
          srcdoc={trustedFrameDocument(formatting.document)}
        />
      ) : (
        <p class="content-wait" role="status">
          Formatting…
        </p>
      )}
    </>
  );
}

type Formatting = Formatted | { readonly state: 'formatting' };

function useFormatting(page: Page, kind: FormattedContentProps['kind']): Formatting {
  const [formatting, setFormatting] = useState<Formatting>({ state: 'formatting' });
  useEffect(() => {
    const stopped = new AbortController();
    setFormatting({ state: 'formatting' });
    void format(page, kind, stopped.signal).then((formatted) => {
      if (!stopped.signal.aborted) setFormatting(formatted);
    });
    return () => stopped.abort();
  }, [page.bytes, page.mediaType, kind]);
  return formatting;
}

function problemOf({ state }: Formatting): string | undefined {
  switch (state) {
    case 'formatting':
    case 'formatted':
      return undefined;
    case 'too-large':
      return 'This page is too large to be formatted, so its source is shown.';
    case 'late':
      return 'Formatting this page took too long, so its source is shown.';
    case 'failed':
      return 'This page could not be formatted, so its source is shown.';
  }
}

interface FormChoiceProps {
  readonly isSource: boolean;
  readonly onSource: (isSource: boolean) => void;
}

function FormChoice({ isSource, onSource }: FormChoiceProps) {
  const name = useId();
  const option = (label: string, isChosen: boolean, choose: () => void) => (
    <label class="choice-option">
      <input type="radio" class="choice-input" name={name} checked={isChosen} onChange={choose} />
      <span class="choice-label">{label}</span>
    </label>
  );
  return (
    <fieldset class="choice content-form">
      <legend class="visually-hidden">How the page is shown</legend>
      {option('Formatted', !isSource, () => onSource(false))}
      {option('Source', isSource, () => onSource(true))}
    </fieldset>
  );
}
