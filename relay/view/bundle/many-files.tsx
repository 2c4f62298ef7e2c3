import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { BUNDLE_BYTES } from '../../client/bundle/index.ts';
import { formatBytes } from '../../words/format-bytes.ts';
import { t } from '../../words/language.ts';
import { onlyOneFile } from '../../words/once-link.ts';
import type { Offered, OfferedFile } from '../../words/offered-file.ts';
import type { ComposeProps } from '../compose.tsx';
import { ComposeFoot, onSubmitKey } from '../compose-foot.tsx';
import { EncryptSwitch } from '../encrypt-switch.tsx';
import { FilePicker } from '../file-field.tsx';
import { OPENS_CHOICE } from '../once/lazy-sharing.ts';
import {
  leftOut,
  limitProblem,
  nameOfAll,
  roomProblem,
  unreadableProblem,
} from './choice-words.ts';
import { ChosenList } from './chosen-list.tsx';
import { useTroubles } from './file-troubles.ts';
import { useFreeBytes } from './free-room.ts';
import type { SharesMany } from './many-sharing.ts';
import { PlacesNotice } from './places-notice.tsx';
import { SharingBar } from './sharing-bar.tsx';

export { addStyles } from './chosen-styles.ts';

export interface ManyFilesProps extends Omit<ComposeProps, 'many'> {
  readonly many: SharesMany;
  /** What came last, with what could not be taken of it. */
  readonly last: Offered | undefined;
  readonly onPick: (files: readonly File[]) => void;
  /** The largest file that fits into a page, in bytes. */
  readonly room: number;
}

/** The form for several files, a folder or a large file; the progress while they are being shared. */
export function ManyFiles(props: ManyFilesProps) {
  const { progress, onCancel } = props.many;
  if (progress) return <SharingBar progress={progress} onCancel={onCancel} />;
  return <ChosenFiles {...props} />;
}

function ChosenFiles(props: ManyFilesProps) {
  const { files, onFiles, many, last, isSealed, isBusy = false } = props;
  const group = useRef<HTMLDivElement>(null);
  const [given, setName] = useState<string>();
  const [isTold, setTold] = useState(false);
  const size = files.reduce((sum, { file }) => sum + file.size, 0);
  const troubles = useTroubles(files);
  const free = useFreeBytes(size, many.freeBytes);
  const limit = limitProblem(files.length, size, many) ?? roomProblem(size, free);
  const unreadable = files.filter(({ file }) => troubles.unreadable.has(file)).length;
  const problem = limit ?? (isTold ? unreadableProblem(unreadable) : undefined) ?? props.problem;
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
    many.onShare(files, given?.trim() || nameOfAll(files));
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
        <Head
          name={given ?? nameOfAll(files)}
          count={files.length}
          size={size}
          onName={setName}
          onRemoveAll={() => change([])}
        />
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
      <p class="compose-problem" role="alert">
        {problem}
      </p>
      <FilePicker room={many.mostBytes ?? BUNDLE_BYTES} hasFile onFiles={props.onPick} />
      {props.opens && <NoOnce opens={props.opens} room={props.room} />}
      <EncryptSwitch isSealed={isSealed} onSealed={props.onSealed} />
      <ComposeFoot {...props} label={props.label ?? t('files_share')} onPress={share} />
    </div>
  );
}

/** Takes the choice of a link that opens once back, and says why: such a link leads to one page. */
function NoOnce({
  opens,
  room,
}: Pick<ManyFilesProps, 'room'> & Required<Pick<ManyFilesProps, 'opens'>>) {
  const isChosen = opens?.opens !== undefined;
  useLayoutEffect(() => {
    if (isChosen) opens?.onOpens(undefined);
  }, [isChosen]);
  return opens && <OPENS_CHOICE.Component {...opens} obstacle={onlyOneFile(room)} />;
}

interface HeadProps extends NameFieldProps {
  readonly count: number;
  /** Of all files together, in bytes. */
  readonly size: number;
  readonly onRemoveAll: () => void;
}

function Head({ count, size, onRemoveAll, ...name }: HeadProps) {
  return (
    <div class="chosen-head">
      <NameField {...name} />
      <p class="chosen-count">{t('files_chosen', { count, size: formatBytes(size) })}</p>
      <button type="button" class="button" onClick={onRemoveAll}>
        {t('files_removeAll')}
      </button>
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
