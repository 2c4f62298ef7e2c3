import type { ComponentChildren } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { formatBytes, formatRoom } from '../words/format-bytes.ts';
import { contentTypeOf, mediaTypeOfFile, readFile } from '../words/offered-file.ts';
import { shownName } from '../words/page-name.ts';
import { PlaceNotice } from './place-notice.tsx';
import { t } from '../words/language.ts';

export interface FilePickerProps {
  /** The most that fits, in bytes. */
  readonly room: number;
  /** True once a file is chosen. */
  readonly hasFile: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}

/** Says that files can be shared too, and how large they may be, and lets somebody pick some. */
export function FilePicker({ room, hasFile, onFiles }: FilePickerProps) {
  const hint = useId();
  return (
    <div class="file-picker">
      <FileInput multiple hint={hint} onFiles={onFiles}>
        {hasFile ? t('view_addFiles') : t('view_chooseFiles')}
      </FileInput>
      <FileInput webkitdirectory hint={hint} onFiles={onFiles}>
        {hasFile ? t('view_addFolder') : t('view_chooseFolder')}
      </FileInput>
      <span class="file-hint" id={hint}>
        {t('view_filesHint', { size: formatRoom(room) })}
      </span>
    </div>
  );
}

export interface FileInputProps extends Pick<FilePickerProps, 'onFiles'> {
  /** The id of a text that describes it. */
  readonly hint?: string;
  readonly isPrimary?: boolean;
  readonly multiple?: boolean;
  /** Picks a folder. */
  readonly webkitdirectory?: boolean;
  readonly children: ComponentChildren;
}

/** A button that picks files. */
export function FileInput({ hint, isPrimary, onFiles, children, ...picks }: FileInputProps) {
  return (
    <label class={`button file-button ${isPrimary ? 'button-primary' : ''}`}>
      <input
        type="file"
        class="visually-hidden"
        aria-describedby={hint}
        {...picks}
        onChange={(event) => {
          const { files } = event.currentTarget;
          onFiles([...(files ?? [])]);
          event.currentTarget.value = ''; // so that the same file can be picked again
        }}
      />
      {children}
    </label>
  );
}

export interface ChosenFileProps {
  readonly file: File;
  readonly onFile: (file: File) => void;
  readonly onRemove: () => void;
}

/** The file that will be shared, with the facts that its readers get, and a button that removes it. */
export function ChosenFile({ file, onFile, onRemove }: ChosenFileProps) {
  const group = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => group.current?.focus(), []); // what had the focus is gone
  return (
    <div
      class="chosen-file"
      role="group"
      aria-label={t('view_fileToShare')}
      tabIndex={-1}
      ref={group}
    >
      <Preview file={file} />
      <dl class="chosen-file-facts">
        <dt class="visually-hidden">{t('view_fileName')}</dt>
        <dd class="chosen-file-name">
          <bdi>{shownName(file.name)}</bdi>
        </dd>
        <dt class="visually-hidden">{t('view_fileSize')}</dt>
        <dd>{formatBytes(file.size)}</dd>
        <dt class="visually-hidden">{t('view_fileType')}</dt>
        <dd>
          <bdi>{useContentType(file)}</bdi>
        </dd>
      </dl>
      <button type="button" class="button" onClick={onRemove}>
        {t('view_removeFile')}
      </button>
      <PlaceNotice file={file} onFile={onFile} onRemoved={() => group.current?.focus()} />
    </div>
  );
}

/** The media type that the link will say. Until the bytes are read, it is the type that the system says. */
function useContentType(file: File): string {
  const [known, setKnown] = useState<{ readonly of: File; readonly type: string }>();
  useEffect(() => {
    const read = async () => {
      const type = await contentTypeOf(file, await readFile(file));
      setKnown({ of: file, type });
    };
    // A file that cannot be read is refused when it is shared.
    read().catch(() => setKnown(undefined));
  }, [file]);
  return known?.of === file ? known.type : mediaTypeOfFile(file);
}

/** A small view of a picture: a pasted one has no name to know it by. */
function Preview({ file }: Pick<ChosenFileProps, 'file'>) {
  const [url, setUrl] = useState<string>();
  const isPicture = /^image\/(?:png|jpeg|gif|webp|avif)$/.test(mediaTypeOfFile(file));
  useEffect(() => {
    if (!isPicture) return undefined;
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file, isPicture]);
  return isPicture && url !== undefined ? (
    <img class="chosen-file-preview" src={url} alt="" />
  ) : null;
}
