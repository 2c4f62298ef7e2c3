import { useEffect, useMemo } from 'preact/hooks';
import type { Manifest } from '../../client/bundle/index.ts';
import { formatBytes } from '../../words/format-bytes.ts';
import { t } from '../../words/language.ts';
import { Strip } from '../page-strip.tsx';
import type { SinglePageProps } from '../single-page.tsx';
import { ToolButton, Tools } from '../toolbar.tsx';
import { entryKindOf } from './entry-kind.ts';
import { type EntryPlace, useEntryPlace, useReturnedFocus } from './entry-place.ts';
import { EntryScreen, type EntryScreenProps, EntryWalk } from './entry-screen.tsx';
import { EntrySource } from './entry-source.ts';
import { type Folder, inOrder, type ListedEntry, treeOf } from './entry-tree.ts';
import { FileList } from './file-list.tsx';
import { Gallery } from './gallery.tsx';
import { HeldNote, wantAll } from './held-note.tsx';
import type { OpenBundle } from './open-bundle.ts';
import { SavingNote } from './saving/saving-note.tsx';
import { Saving } from './saving/saving.ts';
import { deleteLeftFiles } from './saving/waiting-file.ts';

export interface FilesScreenProps extends SinglePageProps {
  readonly bundle: OpenBundle;
  readonly manifest: Manifest;
}

/** So little is fetched whole at once, in bytes. */
const SMALL_BYTES = 32 * 1024 * 1024;

/** Several files or a large one: their list, or the opened one of them. */
export function FilesScreen({ bundle, manifest, page, question, ...strip }: FilesScreenProps) {
  const source = useMemo(
    () => new EntrySource({ manifest, key: page.key, bundle }),
    [manifest, page.key, bundle],
  );
  const saving = useMemo(() => new Saving(source, page), [source, page]);
  const root = useMemo(() => treeOf(manifest.entries), [manifest]);
  const place = useEntryPlace(page.address, manifest.entries.length);
  const onSave = ({ entry }: ListedEntry) => saving.saveEntry(entry);
  useReturnedFocus(place.index);
  useEffect(() => {
    if (source.total <= SMALL_BYTES) wantAll(source);
  }, [source]);
  useEffect(() => void deleteLeftFiles(), []);
  useEffect(() => () => saving.cancel(), [saving]);
  const isOpen = place.index !== undefined;
  // A copy that can be deleted is here.
  const isHere = strip.onDelete !== undefined;
  return (
    <>
      {!isOpen && <FilesStrip {...strip} name={page.name} source={source} saving={saving} />}
      {question}
      <SavingNote saving={saving} />
      {isOpen && <OpenFile {...{ root, place, source, page, onSave, isHere }} />}
      {/* It stays as it is behind an opened file: its folders, its place, its pictures. */}
      <section class="content files" aria-label={t('view_thePage')} hidden={isOpen}>
        {isHere && <HeldNote source={source} />}
        <Files root={root} source={source} onOpen={place.onOpen} onSave={onSave} />
      </section>
    </>
  );
}

interface FilesStripProps extends Omit<SinglePageProps, 'page' | 'question'> {
  readonly name: string | undefined;
  readonly source: EntrySource;
  readonly saving: Saving;
}

function FilesStrip({ name, link, note, onDelete, source, saving }: FilesStripProps) {
  const { complete } = source.bundle.state.value;
  const count = source.manifest.entries.length;
  const facts = [
    ...(count > 1 ? [t('files_count', { count })] : []),
    formatBytes(source.total),
    ...(complete ? [t('files_complete', { holders: complete })] : []),
  ];
  const label = count > 1 ? t('files_saveAll') : t('view_save');
  return (
    <Strip
      name={name}
      facts={facts.filter((fact) => fact !== name)}
      note={note}
      tools={
        <Tools link={link} onDelete={onDelete}>
          <ToolButton label={label} onClick={() => saving.saveAll()} />
        </Tools>
      }
    />
  );
}

interface FilesProps {
  readonly root: Folder;
  readonly source: EntrySource;
  readonly onOpen: (index: number) => void;
  readonly onSave: (listed: ListedEntry) => void;
}

/** Pictures as pictures, where there is nothing else. */
function Files({ root, source, onOpen, onSave }: FilesProps) {
  const { entries } = source.manifest;
  const isGallery = useMemo(() => entries.every((it) => entryKindOf(it) === 'image'), [entries]);
  return isGallery && entries.length > 1 ? (
    <Gallery root={root} source={source} onOpen={onOpen} />
  ) : (
    <FileList root={root} onOpen={onOpen} onSave={onSave} />
  );
}

interface OpenFileProps extends Omit<EntryScreenProps, 'listed'> {
  readonly root: Folder;
  readonly place: EntryPlace;
}

function OpenFile({ root, place, ...screen }: OpenFileProps) {
  const order = useMemo(() => inOrder(root), [root]);
  const listed = order.find(({ index }) => index === place.index);
  if (!listed) return null;
  return (
    <>
      <EntryWalk order={order} listed={listed} onSwap={place.onSwap} onClose={place.onClose} />
      <EntryScreen key={listed.index} {...screen} listed={listed} />
    </>
  );
}
