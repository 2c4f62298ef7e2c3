import { useEffect, useId, useState } from 'preact/hooks';
import { type Formatted, format } from './formatting.ts';
import type { Page } from '../words/reading.ts';
import { TextContent } from './text-content.tsx';
import { trustedFrameDocument } from './trusted.ts';
import { t } from '../words/language.ts';

export interface FormattedContentProps {
  readonly page: Page;
  readonly kind: 'markdown' | 'html';
}

/** Markdown or HTML with its formatting, in a frame where nothing can run or call out; or its source. */
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
          title={t('view_contentFrame')}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          referrerpolicy="no-referrer"
          srcdoc={trustedFrameDocument(formatting.document)}
        />
      ) : (
        <p class="content-wait" role="status">
          {t('view_formatting')}
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
  }, [page.bytes, page.mediaType, page.encoding, kind]);
  return formatting;
}

function problemOf({ state }: Formatting): string | undefined {
  switch (state) {
    case 'formatting':
    case 'formatted':
      return undefined;
    case 'too-large':
      return t('view_formatTooLarge');
    case 'late':
      return t('view_formatLate');
    case 'failed':
      return t('view_formatFailed');
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
      <legend class="visually-hidden">{t('view_howShown')}</legend>
      {option(t('view_formatted'), !isSource, () => onSource(false))}
      {option(t('view_source'), isSource, () => onSource(true))}
    </fieldset>
  );
}
