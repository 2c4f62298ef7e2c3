import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { BUNDLE_BYTES } from '../client/bundle/bundle-limits.ts';
import { largestContent, mostContent } from '../client/seal.ts';
import type { Draft } from '../words/draft.ts';
import { handsOver, type ManySharing } from './bundle/many-sharing.ts';
import { ComposeFoot, type ComposeFootProps, onSubmitKey } from './compose-foot.tsx';
import { EncryptSwitch, type EncryptSwitchProps } from './encrypt-switch.tsx';
import { useFilesOffered } from './file-drop.ts';
import { ChosenFile, FilePicker } from './file-field.tsx';
import { formatBytes } from '../words/format-bytes.ts';
import { KindChoice } from './kind-choice.tsx';
import { lazyComponent } from './lazy-component.tsx';
import { OPENS_CHOICE } from './once/lazy-sharing.ts';
import type { OpensChoiceProps } from './once/opens-choice.tsx';
import {
  isMany,
  type Offered,
  type OfferedFile,
  problemOfFile,
  together,
} from '../words/offered-file.ts';
import { loadAllTexts, t } from '../words/language.ts';
import { pickedFiles, type Transferred, withFolders } from './transferred-files.ts';

export interface ComposeProps
  extends EncryptSwitchProps, Pick<ComposeFootProps, 'isBusy' | 'label' | 'busyLabel'> {
  readonly draft: Draft;
  /** Called on every change. */
  readonly onDraft: (draft: Draft) => void;
  /** Called by the button and by Ctrl/Cmd+Enter. The draft is neither empty nor too large. */
  readonly onCreate: (draft: Draft) => void;
  /** The files that are shared instead of the draft, sorted by path. */
  readonly files: readonly OfferedFile[];
  readonly onFiles: (files: readonly OfferedFile[]) => void;
  /** Called as `onCreate` is, for one file that fits into a page. */
  readonly onCreateFile: (file: File) => void;
  /** Shares several files, a folder or a large file. */
  readonly many: ManySharing;
  /** Folded, the field stands alone until something is written. The screen has a place of its own to pick a file. */
  readonly isFolded?: boolean;
  /** The hint in the empty field; 'Write or paste something…' if left out. */
  readonly placeholder?: string;
  /** Stands below the field. */
  readonly children?: ComponentChildren;
  /** The choice how often the links open; left out where there is none, or where it stands elsewhere. */
  readonly opens?: Omit<OpensChoiceProps, 'obstacle'> | undefined;
  /** True if the page is encrypted whatever the switch says. The switch is left out. */
  readonly isAlwaysSealed?: boolean;
  /** The draft as its readers will see it. Left out, there is no preview. */
  readonly preview?: ((draft: Draft) => ComponentChildren) | undefined;
  /** True if the field has the focus on arrival. */
  readonly takesFocus?: boolean;
  /** The largest page, in bytes. */
  readonly pageBytes: number;
  /** The reason why the last attempt failed, or why none can succeed. */
  readonly problem?: string | undefined;
}

const MANY = lazyComponent(async () => {
  const [{ ManyFiles, addStyles }] = await Promise.all([
    import('./bundle/many-files.tsx'),
    loadAllTexts(),
  ]);
  addStyles();
  return ManyFiles;
});

/** A field for writing a page, or files instead, a switch that encrypts it, and the button that creates it. */
export function Compose(props: ComposeProps) {
  const { files, many, pageBytes, isSealed } = props;
  const room = roomForFile(pageBytes, isSealed);
  const [last, setLast] = useState<Offered>();
  const [note, setNote] = useState('');
  const latest = useRef(props); // a folder takes a while to be read
  latest.current = props;
  const take = (offered: Offered) => {
    const { files: before, many: now, onFiles } = latest.current;
    if (!handsOver(now) && now.progress) return; // these would seem to be shared too
    const all = together(before, offered.files);
    setLast(offered);
    if (handsOver(now) && isMany(all, room)) now.onMany(all);
    else if (offered.files.length > 0) onFiles(all);
  };
  const read = async (given: Transferred) => {
    const offered = await withFolders(given, (count) =>
      setNote(t('view_readingFolder', { count })),
    );
    take(offered);
    setNote(offered.files.length === 0 ? await saidLeftOut(offered) : '');
  };
  const isOver = useFilesOffered((given) => void read(given));
  const pick = (picked: readonly File[]) => take(pickedFiles(picked));
  const shares = handsOver(many) ? undefined : many;
  const wereRemoved = useRef(false);
  const change = (next: readonly OfferedFile[]) => {
    wereRemoved.current = next.length === 0;
    props.onFiles(next);
  };
  const isList = shares?.progress !== undefined || isMany(files, room);
  return (
    <section class="compose" aria-label={t('view_write')} data-over={isOver}>
      {shares && isList ? (
        <MANY.Component
          {...props}
          {...{ many: shares, room, last }}
          onFiles={change}
          onPick={pick}
        />
      ) : (
        <PageForm
          {...props}
          takesFocus={wereRemoved.current || props.takesFocus === true}
          room={room}
          onPick={pick}
        />
      )}
      <p class="file-hint" role="status">
        {note}
      </p>
    </section>
  );
}

async function saidLeftOut(offered: Offered): Promise<string> {
  const [{ leftOut }] = await Promise.all([import('./bundle/choice-words.ts'), loadAllTexts()]);
  return leftOut(offered);
}

/** What fits without shrinking: a larger file is shared in parts. */
function roomForFile(pageBytes: number, isSealed: boolean): number {
  return isSealed ? largestContent(pageBytes) : pageBytes;
}

function roomForText(pageBytes: number, isSealed: boolean): number {
  return isSealed ? mostContent(pageBytes) : pageBytes;
}

interface PageFormProps extends ComposeProps {
  /** The largest file, in bytes. */
  readonly room: number;
  readonly onPick: (files: readonly File[]) => void;
}

/** The form for one page: a text or a file. */
function PageForm({ onPick, ...props }: PageFormProps) {
  const { draft, files, many, pageBytes, isSealed, onSealed, isBusy = false } = props;
  const file = files[0]?.file;
  const problemId = useId();
  const [refusal, setRefusal] = useState<string>();
  const [wantsPreview, setPreview] = useState(false);
  const textSize = useMemo(() => new TextEncoder().encode(draft.text).length, [draft.text]);
  const room = file ? props.room : roomForText(pageBytes, isSealed);
  const unfit = file ? problemOfFile(file, isSealed) : problemOfText(textSize, room);
  const problem = unfit ?? refusal ?? props.problem;
  const isText = !file && draft.text !== '';
  const isOpen = props.isFolded !== true || isText || file !== undefined;
  const canPreview = isText && props.preview !== undefined && draft.mediaType !== 'text/plain';
  const isPreview = canPreview && wantsPreview;
  const create = () => {
    const isEmpty = file === undefined && textSize === 0;
    setRefusal(isEmpty ? t('view_nothingWritten') : undefined);
    if (isEmpty || unfit !== undefined || isBusy) return;
    if (file) props.onCreateFile(file);
    else props.onCreate(draft);
  };
  return (
    <div onKeyDown={(event) => onSubmitKey(event, create)}>
      <PageField
        {...props}
        file={file}
        onFile={(next) => props.onFiles(next ? pickedFiles([next]).files : [])}
        isPreview={isPreview}
        problemId={problem === undefined ? undefined : problemId}
        onChange={() => setRefusal(undefined)}
      />
      <p class="compose-problem" id={problemId} role="alert">
        {problem}
      </p>
      {props.children}
      {!props.isFolded && (
        <FilePicker room={mostBytesOf(many)} hasFile={file !== undefined} onFiles={onPick} />
      )}
      {isOpen && props.opens && <OPENS_CHOICE.Component {...props.opens} />}
      {isOpen && !props.isAlwaysSealed && <EncryptSwitch isSealed={isSealed} onSealed={onSealed} />}
      {canPreview && <PreviewToggle isOn={isPreview} onChange={setPreview} />}
      {isOpen && (
        <ComposeFoot {...props} size={[file?.size ?? textSize, room]} onPress={create}>
          {isText && <KindChoice draft={draft} onDraft={props.onDraft} />}
        </ComposeFoot>
      )}
    </div>
  );
}

function mostBytesOf(many: ManySharing): number {
  return (handsOver(many) ? undefined : many.mostBytes) ?? BUNDLE_BYTES;
}

interface PageFieldProps extends Pick<
  ComposeProps,
  'draft' | 'onDraft' | 'placeholder' | 'takesFocus' | 'preview'
> {
  readonly file: File | undefined;
  readonly onFile: (file: File | undefined) => void;
  /** The id of the sentence that says why the page cannot be created. */
  readonly problemId: string | undefined;
  /** True while the draft is shown as its readers will see it. */
  readonly isPreview: boolean;
  readonly onChange: () => void;
}

/** The content of the page: the file where there is one, else the draft. */
function PageField(props: PageFieldProps) {
  const { draft, onDraft, file, onFile, problemId, isPreview, onChange } = props;
  const wasRemoved = useRef(false);
  const remove = () => {
    wasRemoved.current = true;
    onChange();
    onFile(undefined);
  };
  const write = (text: string) => {
    onChange();
    onDraft({ ...draft, text });
  };
  if (isPreview) return <div class="compose-preview">{props.preview?.(draft)}</div>;
  if (file) return <ChosenFile file={file} onFile={onFile} onRemove={remove} />;
  return (
    <TextField
      text={draft.text}
      onText={write}
      takesFocus={wasRemoved.current || props.takesFocus === true}
      problemId={problemId}
      placeholder={props.placeholder ?? t('view_writeHere')}
    />
  );
}

function problemOfText(size: number, room: number): string | undefined {
  return size > room
    ? t('view_textTooLarge', { size: formatBytes(size), room: formatBytes(room) })
    : undefined;
}

interface TextFieldProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  /** True if the field has the focus once it is drawn. */
  readonly takesFocus: boolean;
  readonly problemId: string | undefined;
  readonly placeholder: string;
}

function TextField({ text, onText, takesFocus, problemId, placeholder }: TextFieldProps) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    if (takesFocus) field.current?.focus();
  }, [takesFocus]);
  return (
    <>
      <label class="visually-hidden" for={id}>
        {t('view_yourPage')}
      </label>
      <textarea
        id={id}
        ref={field}
        class="compose-field"
        placeholder={placeholder}
        spellcheck
        value={text}
        aria-invalid={problemId !== undefined}
        aria-describedby={problemId}
        onInput={(event) => onText(event.currentTarget.value)}
      />
    </>
  );
}

interface PreviewToggleProps {
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

function PreviewToggle({ isOn, onChange }: PreviewToggleProps) {
  return (
    <button
      type="button"
      class="button compose-preview-toggle"
      aria-pressed={isOn}
      onClick={() => onChange(!isOn)}
    >
      {t('view_preview')}
    </button>
  );
}
