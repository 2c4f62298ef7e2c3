import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { mostContent } from '../client/seal.ts';
import type { Draft } from '../words/draft.ts';
import { EncryptSwitch, type EncryptSwitchProps } from './encrypt-switch.tsx';
import { useFilesOffered } from './file-drop.ts';
import { ChosenFile, FilePicker } from './file-field.tsx';
import { formatBytes } from '../words/format-bytes.ts';
import { KindChoice } from './kind-choice.tsx';
import { type TransferredFiles, offerOf, problemOfFile } from '../words/offered-file.ts';
import { t } from '../words/language.ts';

export interface ComposeProps extends EncryptSwitchProps {
  readonly draft: Draft;
  /** Called on every change. */
  readonly onDraft: (draft: Draft) => void;
  /** Called by the button and by Ctrl/Cmd+Enter. The draft is neither empty nor too large. */
  readonly onCreate: (draft: Draft) => void;
  /** A file that is shared instead of the draft. */
  readonly file: File | undefined;
  readonly onFile: (file: File | undefined) => void;
  /** Called as `onCreate` is. The file is not too large. */
  readonly onCreateFile: (file: File) => void;
  /** Folded, the field stands alone until something is written. The screen has a place of its own to pick a file. */
  readonly isFolded?: boolean;
  /** The hint in the empty field; 'Write or paste something…' if left out. */
  readonly placeholder?: string;
  /** Stands below the field. */
  readonly children?: ComponentChildren;
  /** The draft as its readers will see it. Left out, there is no preview. */
  readonly preview?: ((draft: Draft) => ComponentChildren) | undefined;
  /** True if the field has the focus on arrival. */
  readonly takesFocus?: boolean;
  /** The largest page, in bytes. */
  readonly pageBytes: number;
  /** True while a page is being created, so that it is not created twice. */
  readonly isBusy?: boolean;
  /** The reason why the last attempt failed, or why none can succeed. */
  readonly problem?: string | undefined;
  /** The button's name; 'Create page' if left out. */
  readonly label?: string;
  /** Its name while `isBusy`; 'Creating…' if left out. */
  readonly busyLabel?: string;
}

/** A field for writing a page, or a file instead, a switch that encrypts it, and the button that creates it. */
export function Compose(props: ComposeProps) {
  const { draft, file, pageBytes, isSealed, onSealed, isBusy = false } = props;
  const problemId = useId();
  const [refusal, setRefusal] = useState<string>();
  const [wantsPreview, setPreview] = useState(false);
  const textSize = useMemo(() => new TextEncoder().encode(draft.text).length, [draft.text]);
  const room = isSealed ? mostContent(pageBytes) : pageBytes;
  const tooLarge = file ? problemOfFile(file, room, isSealed) : problemOfText(textSize, room);
  const problem = tooLarge ?? refusal ?? props.problem;
  const offer = (given: TransferredFiles) => {
    const offered = offerOf(given, room);
    setRefusal(offered?.problem);
    if (offered?.file) props.onFile(offered.file);
  };
  const pick = (files: readonly File[]) => offer({ files });
  const isOver = useFilesOffered(offer);
  useLayoutEffect(() => setRefusal(undefined), [isSealed]); // there is another size now that fits
  const isText = !file && draft.text !== '';
  const isOpen = props.isFolded !== true || isText || file !== undefined;
  const canPreview = isText && props.preview !== undefined && draft.mediaType !== 'text/plain';
  const isPreview = canPreview && wantsPreview;
  const create = () => {
    const isEmpty = file === undefined && textSize === 0;
    setRefusal(isEmpty ? t('view_nothingWritten') : undefined);
    if (isEmpty || tooLarge !== undefined || isBusy) return;
    if (file) props.onCreateFile(file);
    else props.onCreate(draft);
  };
  return (
    <section
      class="compose"
      aria-label={t('view_write')}
      data-over={isOver}
      onKeyDown={(event) => onSubmitKey(event, create)}
    >
      <PageField
        {...props}
        isPreview={isPreview}
        problemId={problem === undefined ? undefined : problemId}
        onChange={() => setRefusal(undefined)}
      />
      <p class="compose-problem" id={problemId} role="alert">
        {problem}
      </p>
      {props.children}
      {!props.isFolded && <FilePicker room={room} hasFile={file !== undefined} onFiles={pick} />}
      {isOpen && <EncryptSwitch isSealed={isSealed} onSealed={onSealed} />}
      {canPreview && <PreviewToggle isOn={isPreview} onChange={setPreview} />}
      {isOpen && (
        <Foot
          {...props}
          size={file?.size ?? textSize}
          room={room}
          isText={isText}
          onPress={create}
        />
      )}
    </section>
  );
}

interface FootProps extends Pick<
  ComposeProps,
  'draft' | 'onDraft' | 'isBusy' | 'label' | 'busyLabel'
> {
  readonly size: number;
  readonly room: number;
  /** False for a file, and while nothing is written: then there is no kind to choose. */
  readonly isText: boolean;
  readonly onPress: () => void;
}

function Foot({
  draft,
  onDraft,
  size,
  room,
  isText,
  isBusy = false,
  onPress,
  ...names
}: FootProps) {
  return (
    <div class="compose-foot">
      {isText && <KindChoice draft={draft} onDraft={onDraft} />}
      <Size size={size} room={room} />
      <CreateButton {...names} isBusy={isBusy} onClick={onPress} />
    </div>
  );
}

interface PageFieldProps extends Pick<
  ComposeProps,
  'draft' | 'onDraft' | 'file' | 'onFile' | 'placeholder' | 'takesFocus' | 'preview'
> {
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

function Size({ size, room }: { readonly size: number; readonly room: number }) {
  return (
    <span class="compose-size" data-over={size > room}>
      {t('view_sizeOf', { size: formatBytes(size), total: formatBytes(room) })}
    </span>
  );
}

interface CreateButtonProps extends Pick<ComposeProps, 'label' | 'busyLabel'> {
  readonly isBusy: boolean;
  readonly onClick: () => void;
}

function CreateButton({ isBusy, onClick, label, busyLabel }: CreateButtonProps) {
  return (
    <button
      type="button"
      class="button button-primary"
      title={t('view_createKeys')}
      aria-keyshortcuts="Control+Enter Meta+Enter"
      aria-disabled={isBusy}
      onClick={onClick}
    >
      {isBusy ? (busyLabel ?? t('view_creating')) : (label ?? t('view_create'))}
    </button>
  );
}

function onSubmitKey(event: KeyboardEvent, create: () => void): void {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  event.preventDefault();
  create();
}
