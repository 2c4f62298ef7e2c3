import type { ComponentChildren } from 'preact';
import { BUNDLE_TYPE } from '../client/bundle/bundle-limits.ts';
import { essenceOf } from '../words/media/essence.ts';
import { loadAllTexts } from '../words/language.ts';
import type { OpenBundle } from './bundle/open-bundle.ts';
import { lazyComponent } from './lazy-component.tsx';
import { EncodingBar } from './encoding-bar.tsx';
import { PageContent } from './page-content.tsx';
import { PageStrip, type PageStripProps } from './page-strip.tsx';
import { useEncoding } from './use-encoding.ts';
import { t } from '../words/language.ts';

export interface ShownPageProps extends PageStripProps {
  /** Stands between the strip and the page. */
  readonly question?: ComponentChildren;
  /** The way to the parts of a page that lists files; left out, its list is shown as the text that it is. */
  readonly bundle?: OpenBundle | undefined;
}

const BUNDLE = lazyComponent(async () => {
  const [{ BundleScreen }] = await Promise.all([
    import('./bundle/bundle-screen.tsx'),
    loadAllTexts(),
  ]);
  return BundleScreen;
});

/** A page that is open: what Mayfly says of it, and the page itself. */
export function ShownPage({ bundle, ...props }: ShownPageProps) {
  const isBundle = essenceOf(props.page.mediaType) === BUNDLE_TYPE;
  if (bundle && isBundle) return <BUNDLE.Component {...props} bundle={bundle} />;
  return <SinglePage {...props} />;
}

function SinglePage(props: Omit<ShownPageProps, 'bundle'>) {
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
