import { BUNDLE_TYPE } from '../client/bundle/bundle-limits.ts';
import { essenceOf } from '../words/media/essence.ts';
import { loadAllTexts } from '../words/language.ts';
import type { OpenBundle } from './bundle/open-bundle.ts';
import { lazyComponent } from './lazy-component.tsx';
import { SinglePage, type SinglePageProps } from './single-page.tsx';

export interface ShownPageProps extends SinglePageProps {
  /** The way to the parts of a page that lists files; left out, its list is shown as the text that it is. */
  readonly bundle?: OpenBundle | undefined;
}

const BUNDLE = lazyComponent(async () => {
  const [{ BundleScreen, addStyles }] = await Promise.all([
    import('./bundle/bundle-screen.tsx'),
    loadAllTexts(),
  ]);
  addStyles();
  return BundleScreen;
});

/** A page that is open: one file, or a list of several. */
export function ShownPage({ bundle, ...props }: ShownPageProps) {
  const isBundle = essenceOf(props.page.mediaType) === BUNDLE_TYPE;
  if (bundle && isBundle) return <BUNDLE.Component {...props} bundle={bundle} />;
  return <SinglePage {...props} />;
}
