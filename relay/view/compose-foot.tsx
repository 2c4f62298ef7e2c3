import type { ComponentChildren } from 'preact';
import { formatBytes } from '../words/format-bytes.ts';
import { t } from '../words/language.ts';

export interface ComposeFootProps {
  /** The size of what is to be shared, and the most that there may be, in bytes; left out where both stand elsewhere. */
  readonly size?: readonly [size: number, room: number];
  /** True while a page is being created, so that it is not created twice. */
  readonly isBusy?: boolean;
  /** The button's name; 'Create page' if left out. */
  readonly label?: string;
  /** Its name while `isBusy`; 'Creating…' if left out. */
  readonly busyLabel?: string;
  readonly onPress: () => void;
  /** Stands before the size. */
  readonly children?: ComponentChildren;
}

/** The size of what is to be shared, and the button that shares it. */
export function ComposeFoot({ size: sizes, children, ...button }: ComposeFootProps) {
  return (
    <div class="compose-foot">
      {children}
      {sizes && <Size size={sizes[0]} room={sizes[1]} />}
      <CreateButton {...button} />
    </div>
  );
}

function Size({ size, room }: { readonly size: number; readonly room: number }) {
  return (
    <span class="compose-size" data-over={size > room}>
      {t('view_sizeOf', { size: formatBytes(size), total: formatBytes(room) })}
    </span>
  );
}

type CreateButtonProps = Pick<ComposeFootProps, 'isBusy' | 'label' | 'busyLabel' | 'onPress'>;

function CreateButton({ isBusy = false, onPress, label, busyLabel }: CreateButtonProps) {
  return (
    <button
      type="button"
      class="button button-primary"
      title={t('view_createKeys')}
      aria-keyshortcuts="Control+Enter Meta+Enter"
      aria-disabled={isBusy}
      onClick={onPress}
    >
      {isBusy ? (busyLabel ?? t('view_creating')) : (label ?? t('view_create'))}
    </button>
  );
}

/** Calls `create` for Ctrl or Cmd and Enter. */
export function onSubmitKey(event: KeyboardEvent, create: () => void): void {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  event.preventDefault();
  create();
}
