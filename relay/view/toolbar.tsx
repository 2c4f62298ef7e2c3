import type { ComponentChildren } from 'preact';
import { useCallback, useMemo, useState } from 'preact/hooks';
import { CopyButton } from './copy-button.tsx';
import { decodeText } from '../words/text/decode-text.ts';
import { MoreMenu } from './more-menu.tsx';
import { kindOf, type PageKind } from '../words/page-kind.ts';
import { printPage } from './print-page.ts';
import { QrDialog } from './qr-dialog.tsx';
import type { Page } from '../words/reading.ts';
import { openAsPlainText, savePage } from './save-page.ts';
import { type PlainKey, t } from '../words/language.ts';

export interface ToolbarProps {
  readonly page: Page;
  /** The link in the QR code; undefined leaves the code out. */
  readonly link: string | undefined;
  /** Deletes the copy in this browser; left out where there is none. */
  readonly onDelete?: (() => void) | undefined;
}

/** The label of the button that copies a page's text, for pages of text. */
const COPY_LABELS: { readonly [kind in PageKind['kind']]?: PlainKey } = {
  text: 'view_copyText',
  markdown: 'view_copyText',
  html: 'view_copySource',
};
const PRINTED: readonly PageKind['kind'][] = ['text', 'markdown', 'html', 'image'];

/** The buttons for a shown page. */
export function Toolbar({ page, link, onDelete }: ToolbarProps) {
  const text = useCallback(() => decodeText(page), [page]);
  const { kind } = useMemo(() => kindOf(page), [page]);
  const copyLabel = COPY_LABELS[kind];
  const rare = (
    <>
      {PRINTED.includes(kind) && <ToolButton label={t('view_print')} onClick={printPage} />}
      {copyLabel && (
        <ToolButton label={t('view_openAsText')} onClick={() => openAsPlainText(page)} />
      )}
    </>
  );
  return (
    <Tools link={link} onDelete={onDelete} rare={rare}>
      {copyLabel && <CopyButton text={text} label={t(copyLabel)} />}
      <ToolButton label={t('view_save')} onClick={() => savePage(page)} />
    </Tools>
  );
}

export interface ToolsProps extends Omit<ToolbarProps, 'page'> {
  /** Buttons that stand in the row itself. */
  readonly children: ComponentChildren;
  /** Buttons that stand in the menu where there is little room. */
  readonly rare?: ComponentChildren;
}

/** A row of buttons, with those that every page has. */
export function Tools({ link, onDelete, children, rare }: ToolsProps) {
  const [isQrShown, setQrShown] = useState(false);
  return (
    <div class="toolbar" role="group" aria-label={t('view_thisPage')}>
      {children}
      <MoreMenu>
        {link !== undefined && (
          <ToolButton label={t('view_qrCode')} onClick={() => setQrShown(true)} />
        )}
        {rare}
        {onDelete && <DeleteButton onDelete={onDelete} />}
      </MoreMenu>
      {isQrShown && link !== undefined && (
        <QrDialog link={link} onClose={() => setQrShown(false)} />
      )}
    </div>
  );
}

/** Deletes this browser's copy. */
export function DeleteButton({ onDelete }: { readonly onDelete: () => void }) {
  return <ToolButton label={t('view_deleteCopy')} onClick={onDelete} />;
}

interface ToolButtonProps {
  readonly label: string;
  readonly onClick: () => void;
}

/** A button of the row. */
export function ToolButton({ label, onClick }: ToolButtonProps) {
  return (
    <button type="button" class="button" onClick={onClick}>
      {label}
    </button>
  );
}
