import { useMemo, useState } from 'preact/hooks';
import { formatBytes } from '../../words/format-bytes.ts';
import { kindWord } from '../../words/kind-name.ts';
import { t } from '../../words/language.ts';
import { shownName } from '../../words/page-name.ts';
import { EntryIcon } from './entry-icon.tsx';
import { entryKindOf, typeOf } from './entry-kind.ts';
import { type Folder, type ListedEntry, nameOf } from './entry-tree.ts';
import { useShownSteps } from './shown-steps.ts';

export interface FileListProps {
  readonly root: Folder;
  readonly onOpen: (index: number) => void;
  readonly onSave: (listed: ListedEntry) => void;
}

/** So few files are all in sight at once. */
const FEW = 20;

/** The files of a bundle in their folders. A folder is drawn when somebody opens it. */
export function FileList(props: FileListProps) {
  return (
    <div class="files-list" role="group" aria-label={t('files_list')}>
      <FolderContent {...props} folder={props.root} isSpread={props.root.count <= FEW} />
    </div>
  );
}

interface FolderProps extends Omit<FileListProps, 'root'> {
  readonly folder: Folder;
  /** True if the folders within are open from the start. */
  readonly isSpread: boolean;
}

function FolderContent({ folder, ...props }: FolderProps) {
  const items = useMemo(() => [...folder.folders, ...folder.files], [folder]);
  const { shown, onMore, more } = useShownSteps(items.length);
  const isOpen = props.isSpread || items.length === 1;
  return (
    <ul class="files-rows">
      {items
        .slice(0, shown)
        .map((item) =>
          'entry' in item ? (
            <FileRow key={item.index} {...props} listed={item} />
          ) : (
            <FolderRow key={item.path} {...props} folder={item} isOpenFirst={isOpen} />
          ),
        )}
      {shown < items.length && (
        <li>
          <button type="button" class="button files-more" ref={more} onClick={onMore}>
            {t('files_showMore', { count: items.length - shown })}
          </button>
        </li>
      )}
    </ul>
  );
}

interface FolderRowProps extends FolderProps {
  readonly isOpenFirst: boolean;
}

function FolderRow({ isOpenFirst, ...props }: FolderRowProps) {
  const { folder } = props;
  const [isOpen, setOpen] = useState(isOpenFirst);
  return (
    <li>
      <button
        type="button"
        class="files-row files-folder"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <EntryIcon kind="folder" />
        <EntryName name={folder.name} />
        <span class="files-fact">{t('files_count', { count: folder.count })}</span>
        <span class="files-size">{formatBytes(folder.bytes)}</span>
      </button>
      {isOpen && <FolderContent {...props} />}
    </li>
  );
}

/** From left to right, so that the extension stands at the end of what is in any script. */
function EntryName({ name }: { readonly name: string }) {
  return (
    <span class="files-name">
      <bdi dir="ltr">{shownName(name)}</bdi>
    </span>
  );
}

interface FileRowProps extends Pick<FileListProps, 'onOpen' | 'onSave'> {
  readonly listed: ListedEntry;
}

function FileRow({ listed, onOpen, onSave }: FileRowProps) {
  const { entry, index } = listed;
  const name = shownName(nameOf(entry));
  return (
    <li class="files-line">
      <button type="button" class="files-row" data-entry={index} onClick={() => onOpen(index)}>
        <EntryIcon kind={entryKindOf(entry)} />
        <EntryName name={nameOf(entry)} />
        <span class="files-fact">{kindWord(typeOf(entry))}</span>
        <span class="files-size">{formatBytes(entry.bytes)}</span>
      </button>
      <button
        type="button"
        class="files-save"
        aria-label={t('files_saveOne', { name })}
        title={t('view_save')}
        onClick={() => onSave(listed)}
      >
        <svg class="files-icon" viewBox="0 0 20 20" aria-hidden="true">
          <path d="M10 3v9.5M6 9l4 4 4-4M3.5 16.5h13" />
        </svg>
      </button>
    </li>
  );
}
