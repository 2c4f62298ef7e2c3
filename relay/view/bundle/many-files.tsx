import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { BUNDLE_BYTES, BUNDLE_ENTRIES } from '../../client/bundle/index.ts';
import { formatBytes, formatRoom } from '../../words/format-bytes.ts';
import { sentences, t } from '../../words/language.ts';
import { folderOf, type Offered, type OfferedFile } from '../../words/offered-file.ts';
import { shownName } from '../../words/page-name.ts';
import type { ComposeProps } from '../compose.tsx';
import { ComposeFoot, onSubmitKey } from '../compose-foot.tsx';
import { EncryptSwitch } from '../encrypt-switch.tsx';
import { FilePicker } from '../file-field.tsx';
import { ChosenList } from './chosen-list.tsx';
import { useTroubles } from './file-troubles.ts';
import { neededBytes, useFreeBytes } from './free-room.ts';
import type { SharesMany } from './many-sharing.ts';
import { PlacesNotice } from './places-notice.tsx';
import { SharingBar } from './sharing-bar.tsx';

export { addStyles } from './chosen-styles.ts';

export interface ManyFilesProps extends Omit<ComposeProps, 'many'> {
  readonly many: SharesMany;
  /** What came last, with what could not be taken of it. */
  readonly last: Offered | undefined;
  readonly onPick: (files: readonly File[]) => void;
}

/** The form for several files, a folder or a large file; the progress while they are being shared. */
export function ManyFiles(props: ManyFilesProps) {
  const { progress, onCancel } = props.many;
  if (progress) return <SharingBar progress={progress} onCancel={onCancel} />;
  return <ChosenFiles {...props} />;
}

function ChosenFiles(props: ManyFilesProps) {
  const { files, onFiles, many, last, isSealed, isBusy = false } = props;
  const most = many.mostBytes ?? BUNDLE_BYTES;
  const group = useRef<HTMLDivElement>(null);
  const problemId = useId();
  const [given, setName] = useState<string>();
  const [isTold, setTold] = useState(false);
  const size = files.reduce((sum, { file }) => sum + file.size, 0);
  const troubles = useTroubles(files);
  const free = useFreeBytes(size, many.freeBytes);
  const limit = limitProblem(files.length, size, many) ?? roomProblem(size, free);
  const unreadable = files.filter(({ file }) => troubles.unreadable.has(file)).length;
  const problem = limit ?? (isTold ? unreadableProblem(unreadable) : undefined) ?? props.problem;
  const name = given ?? nameOfAll(files);
  const focus = () => group.current?.focus();
  useLayoutEffect(focus, []); // what had the focus is gone
  const change = (next: readonly OfferedFile[]) => {
    setTold(false);
    onFiles(next);
    if (next.length > 0) focus();
  };
  const share = () => {
    setTold(true);
    if (limit !== undefined || unreadable > 0 || isBusy) return;
    many.onShare(files, name.trim() || nameOfAll(files));
  };
  return (
    <div onKeyDown={(event) => onSubmitKey(event, share)}>
      <div
        class="chosen-files"
        role="group"
        aria-label={t('files_toShare')}
        tabIndex={-1}
        ref={group}
      >
        <div class="chosen-head">
          <NameField name={name} onName={setName} />
          <p class="chosen-count">
            {t('files_chosen', { count: files.length, size: formatBytes(size) })}
          </p>
          <button type="button" class="button" onClick={() => change([])}>
            {t('files_removeAll')}
          </button>
        </div>
        <ChosenList
          files={files}
          troubles={troubles}
          onRemove={(file) => change(files.filter((other) => other !== file))}
        />
        <PlacesNotice files={files} onFiles={onFiles} onRemoved={focus} />
        <p class="chosen-note" role="status">
          {last && leftOut(last)}
        </p>
      </div>
      <p class="compose-problem" id={problemId} role="alert">
        {problem}
      </p>
      <FilePicker room={most} takesMany hasFile onFiles={props.onPick} />
      <EncryptSwitch isSealed={isSealed} onSealed={props.onSealed} />
      <ComposeFoot {...props} size={size} room={most} onPress={share} />
    </div>
  );
}

interface NameFieldProps {
  readonly name: string;
  readonly onName: (name: string) => void;
}

/** A link must stay short enough for a chat. */
const NAME_LENGTH = 100;

/** The name of the whole, as readers see it. */
function NameField({ name, onName }: NameFieldProps) {
  const id = useId();
  return (
    <p class="chosen-name">
      <label for={id}>{t('view_fileName')}</label>
      <input
        id={id}
        class="field"
        type="text"
        autocomplete="off"
        maxLength={NAME_LENGTH}
        value={name}
        onInput={(event) => onName(event.currentTarget.value)}
      />
    </p>
  );
}

function nameOfAll(files: readonly OfferedFile[]): string {
  const [only] = files;
  const folder = folderOf(files);
  if (folder !== undefined) return shownName(folder);
  if (files.length === 1 && only) return shownName(only.file.name);
  return t('files_count', { count: files.length });
}

function limitProblem(
  count: number,
  size: number,
  { mostBytes = BUNDLE_BYTES, advice }: SharesMany,
): string | undefined {
  if (count > BUNDLE_ENTRIES) return t('files_overCount', { count, most: BUNDLE_ENTRIES });
  if (size <= mostBytes) return undefined;
  const over = t('files_overSize', { size: formatBytes(size), most: formatRoom(mostBytes) });
  return sentences(over, advice);
}

function roomProblem(size: number, free: number | undefined): string | undefined {
  const needed = neededBytes(size);
  if (free === undefined || needed <= free) return undefined;
  const room = formatBytes(Math.max(0, free));
  return t('files_diskRoom', { needed: formatBytes(needed), free: room });
}

function unreadableProblem(count: number): string | undefined {
  return count > 0 ? t('files_someUnreadable', { count }) : undefined;
}

function leftOut({ emptyFolders, unread }: Offered): string {
  const [folder = '', file = ''] = [emptyFolders[0], unread[0]];
  return sentences(
    emptyFolders.length > 0 &&
      t('files_emptyFolders', { count: emptyFolders.length, name: folder }),
    unread.length > 0 && t('files_unread', { count: unread.length, name: file }),
  );
}
