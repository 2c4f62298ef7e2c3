import type { ComponentChildren } from 'preact';
import { EncodingBar } from './encoding-bar.tsx';
import { PageContent } from './page-content.tsx';
import { PageStrip, type PageStripProps } from './page-strip.tsx';
import { useEncoding } from './use-encoding.ts';
import { t } from '../words/language.ts';

export interface SinglePageProps extends PageStripProps {
  /** Stands between the strip and the page. */
  readonly question?: ComponentChildren;
}

/** A page of one file: what Mayfly says of it, and the page itself. */
export function SinglePage(props: SinglePageProps) {
  const { page, isAwaited, choice } = useEncoding(props.page);
  return (
    <>
      <PageStrip {...props} page={page} />
      {props.question}
      <section
        class="content"
        aria-label={t('view_thePage')}
        aria-busy={isAwaited}
        data-print-note={t('view_printNote')}
      >
        {choice && <EncodingBar {...choice} page={page} />}
        {!isAwaited && <PageContent page={page} />}
      </section>
    </>
  );
}
