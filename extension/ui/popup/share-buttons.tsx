import { t } from '@mayfly/relay/words';
import { useId, useRef, useState } from 'preact/hooks';
import type { SelectionSample } from '../../capture/captured.ts';
import type { ClipboardKind } from '../clipboard-kind.ts';
import type { PageForm } from '../../messages.ts';
import { PagePanel } from './page-panel.tsx';
import type { TabPage } from './things-at-hand.ts';

export interface ShareButtonsProps {
  readonly isBusy: boolean;
  /** Each undefined until it is known, and where nobody can tell. */
  readonly selection: SelectionSample | undefined;
  readonly page: TabPage | undefined;
  readonly clipboard: ClipboardKind | undefined;
  /** The keys that share the selection without the popup; '' where none are set, undefined until they are known. */
  readonly selectionKeys: string | undefined;
  /** The same for the preview of the page. */
  readonly pageKeys: string | undefined;
  /** The screen where a file is picked: the system's picker takes the focus, and the popup closes. */
  readonly pickerHref: string;
  readonly onShareSelection: () => void;
  readonly onShareAddress: () => void;
  readonly onPreview: (form: PageForm) => void;
  readonly onShareClipboard: () => void;
}

/** Four buttons for the selection, the page, the clipboard and files, which name what they would share. */
export function ShareButtons(props: ShareButtonsProps) {
  const { isBusy, selection, clipboard, selectionKeys } = props;
  return (
    <section class="at-hand" aria-label={t('popup_atHand')}>
      <ShareButton
        name={t('popup_selection')}
        what={selection && selectionWords(selection)}
        keys={selectionKeys}
        isBusy={isBusy}
        onPress={props.onShareSelection}
      />
      <PageButton {...props} />
      <ShareButton
        name={t('popup_clipboard')}
        what={clipboard && clipboardWords(clipboard)}
        isBusy={isBusy}
        onPress={props.onShareClipboard}
      />
      <a class="at-hand-button" href={props.pickerHref} target="_blank">
        <ButtonText name={t('popup_file')} what={t('popup_fileWhat')} />
      </a>
    </section>
  );
}

/** Unfolds the ways to share the page in the tab. */
function PageButton({ page, pageKeys, isBusy, onPreview, onShareAddress }: ShareButtonsProps) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const panelId = useId();
  const fold = () => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <>
      <button
        ref={button}
        class="at-hand-button"
        type="button"
        title={pageKeys || undefined}
        aria-expanded={isOpen}
        aria-controls={panelId}
        onClick={() => setOpen(!isOpen)}
      >
        <ButtonText name={t('popup_page')} what={page?.title} />
      </button>
      {page && isOpen && (
        <PagePanel
          id={panelId}
          page={page}
          isBusy={isBusy}
          onPreview={onPreview}
          onShareAddress={() => {
            onShareAddress();
            fold();
          }}
          onFold={fold}
        />
      )}
    </>
  );
}

interface ButtonTextProps {
  readonly name: string;
  /** The text under the button's name; undefined until it is known. */
  readonly what: string | undefined;
}

interface ShareButtonProps extends ButtonTextProps {
  readonly isBusy: boolean;
  /** The keys that do the same; '' where none are set. */
  readonly keys?: string | undefined;
  readonly onPress: () => void;
}

function ShareButton({ isBusy, keys, onPress, ...text }: ShareButtonProps) {
  return (
    <button
      class="at-hand-button"
      type="button"
      title={keys || undefined}
      disabled={isBusy}
      onClick={onPress}
    >
      <ButtonText {...text} />
    </button>
  );
}

function ButtonText({ name, what }: ButtonTextProps) {
  return (
    <>
      <span class="at-hand-name">{name}</span>
      <span class="at-hand-what" dir="auto">
        {what}
      </span>
    </>
  );
}

function selectionWords({ words, hasImages }: SelectionSample): string {
  if (words !== '') return t('popup_quoted', { words });
  return hasImages ? t('popup_onlyImages') : t('popup_nothingSelected');
}

function clipboardWords(kind: ClipboardKind): string {
  switch (kind) {
    case 'text':
      return t('popup_clipboardText');
    case 'formatted':
      return t('popup_clipboardFormatted');
    case 'picture':
      return t('popup_clipboardPicture');
    case 'empty':
      return t('popup_clipboardEmpty');
  }
}
