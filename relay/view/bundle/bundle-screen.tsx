import { useMemo } from 'preact/hooks';
import { BundleError, type Manifest, parseManifest } from '../../client/bundle/index.ts';
import { t } from '../../words/language.ts';
import { FileContent } from '../file-content.tsx';
import { PageStrip } from '../page-strip.tsx';
import type { ShownPageProps } from '../shown-page.tsx';
import type { OpenBundle } from './open-bundle.ts';

export interface BundleScreenProps extends ShownPageProps {
  readonly bundle: OpenBundle;
}

/** A page that lists files: the files that it lists, or the reason why they cannot be opened. */
export function BundleScreen(props: BundleScreenProps) {
  const { page } = props;
  const read = useMemo(() => manifestIn(page.bytes), [page.bytes]);
  if ('problem' in read) return <RefusedList {...props} problem={read.problem} />;
  return <RefusedList {...props} problem="bad-entries" />;
}

type ReadManifest = { readonly manifest: Manifest } | { readonly problem: BundleError['problem'] };

function manifestIn(bytes: Uint8Array): ReadManifest {
  try {
    return { manifest: parseManifest(bytes) };
  } catch (error) {
    if (error instanceof BundleError) return { problem: error.problem };
    throw error;
  }
}

interface RefusedListProps extends ShownPageProps {
  readonly problem: BundleError['problem'];
}

/** Nothing of a list that breaks a rule is believed; its bytes can be saved. */
function RefusedList({ problem, question, ...strip }: RefusedListProps) {
  return (
    <>
      <PageStrip {...strip} />
      {question}
      <section class="content" aria-label={t('view_thePage')}>
        <FileContent page={strip.page}>
          {problem === 'newer-version' ? t('files_newer') : t('files_refused')}
        </FileContent>
      </section>
    </>
  );
}
