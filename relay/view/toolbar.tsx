import { useCallback, useState } from 'preact/hooks';
import { CopyButton } from './copy-button.tsx';
import { decodeText } from './decode-text.ts';
import { MoreMenu } from './more-menu.tsx';
import { printPage } from './print-page.ts';
import { QrDialog } from './qr-dialog.tsx';
import type { Page } from './reading.ts';
import { openAsPlainText, savePage } from './save-page.ts';

export interface ToolbarProps {
  readonly page: Page;
  /** What the QR code leads to; undefined leaves it out. */
  readonly link: string | undefined;
}

/** What can be done with a page that is shown. */
export function Toolbar({ page, link }: ToolbarProps) {
  const [isQrShown, setQrShown] = useState(false);
  const text = useCallback(() => decodeText(page), [page]);
  const copyLabel = copyLabelOf(page);
  return (
    <div class="toolbar" role="group" aria-label="This page">
      {copyLabel && <CopyButton text={text} label={copyLabel} />}
      <ToolButton label="Save" onClick={() => savePage(page)} />
      <MoreMenu>
        {link !== undefined && <ToolButton label="QR code" onClick={() => setQrShown(true)} />}
        <ToolButton label="Print" onClick={printPage} />
        {copyLabel && (
          <ToolButton label="Open as plain text" onClick={() => openAsPlainText(page)} />
        )}
      </MoreMenu>
      {isQrShown && link !== undefined && (
        <QrDialog link={link} onClose={() => setQrShown(false)} />
      )}
    </div>
  );
}

interface ToolButtonProps {
  readonly label: string;
  readonly onClick: () => void;
}

function ToolButton({ label, onClick }: ToolButtonProps) {
  return (
    <button type="button" class="button" onClick={onClick}>
      {label}
    </button>
  );
}

/** What copying the text of a page is called; undefined where the page is no text. */
function copyLabelOf({ mediaType }: Page): string | undefined {
  const [essence = ''] = mediaType.toLowerCase().split(';');
  const type = essence.trim();
  if (type === 'text/html') return 'Copy source';
  return type.startsWith('text/') || type === 'application/json' ? 'Copy text' : undefined;
}
