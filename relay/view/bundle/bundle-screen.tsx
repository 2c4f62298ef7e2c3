import { useMemo } from 'preact/hooks';
import { BundleError, type Manifest, parseManifest } from '../../client/bundle/index.ts';
import { formatBytes } from '../../words/format-bytes.ts';
import { t } from '../../words/language.ts';
import { FileContent } from '../file-content.tsx';
import { Strip } from '../page-strip.tsx';
import { savePage } from '../save-page.ts';
import type { SinglePageProps } from '../single-page.tsx';
import { ToolButton, Tools } from '../toolbar.tsx';
import { FilesScreen } from './files-screen.tsx';
import type { OpenBundle } from './open-bundle.ts';

export { addStyles } from './styles.ts';

export interface BundleScreenProps extends SinglePageProps {
  readonly bundle: OpenBundle;
}

/** A page that lists files: the files that it lists, or the reason why they cannot be opened. */
export function BundleScreen({ bundle, ...props }: BundleScreenProps) {
  const { page } = props;
  const read = useMemo(() => manifestIn(page.bytes), [page.bytes]);
  if ('problem' in read) return <RefusedList {...props} problem={read.problem} />;
  return <FilesScreen {...props} key={page.address} bundle={bundle} manifest={read.manifest} />;
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

interface RefusedListProps extends SinglePageProps {
  readonly problem: BundleError['problem'];
}

/** Nothing of a list that breaks a rule is believed; its bytes can be saved. */
function RefusedList({ page, problem, question, link, note, onDelete }: RefusedListProps) {
  return (
    <>
      <Strip
        name={page.name}
        facts={[formatBytes(page.bytes.length)]}
        note={note}
        tools={
          <Tools link={link} onDelete={onDelete}>
            <ToolButton label={t('view_save')} onClick={() => savePage(page)} />
          </Tools>
        }
      />
      {question}
      <section class="content" aria-label={t('view_thePage')}>
        {/* People know this type, and its ending. */}
        <FileContent page={{ ...page, mediaType: 'application/json' }}>
          {problem === 'newer-version' ? t('files_newer') : t('files_refused')}
        </FileContent>
      </section>
    </>
  );
}
