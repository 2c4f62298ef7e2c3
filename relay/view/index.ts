/** Components that show a page, safely, for the relay's web page and the extension. Import `view.css` beside them. */
export { ActivityLog, type ActivityLogProps } from './activity-log.tsx';
export { newWorker } from './ask-worker.ts';
export { whenSeen } from './attention.ts';
export {
  type BundleState,
  type FailedNote,
  type OpenBundle,
  PartError,
} from './bundle/open-bundle.ts';
export { deleteLeftFiles } from './bundle/saving/waiting-file.ts';
export { Brand, type BrandProps, Mark, onPlainClick } from './brand.tsx';
export type { SharingProgress } from './bundle/bundle-sharing.ts';
export { type InterruptedShare, interruptedShare, isOf } from './bundle/interrupted-share.ts';
export { InterruptedShares } from './bundle/interrupted-shares.ts';
export { loadBundleSharing } from './bundle/load-bundle-sharing.ts';
export type { ManySharing, SharesMany } from './bundle/many-sharing.ts';
export {
  type BegunShare,
  type FinishedBundle,
  type NewBundle,
  type PartSink,
  SharingProblem,
} from './bundle/part-sink.ts';
export { loadWaitingFiles } from './bundle/saving/load-waiting-files.ts';
export { Compose, type ComposeProps } from './compose.tsx';
export { onSubmitKey } from './compose-foot.tsx';
export { ConnectionNote, type ConnectionNoteProps } from './connection-note.tsx';
export { CopyButton, type CopyButtonProps, copyText } from './copy-button.tsx';
export { Dialog, type DialogProps } from './dialog.tsx';
export { DraftPreview, type DraftPreviewProps } from './draft-preview.tsx';
export { EncryptSwitch } from './encrypt-switch.tsx';
export { FileInput } from './file-field.tsx';
export { format, type Formatted } from './formatting.ts';
export { HolderCount, type HolderCountProps } from './holder-count.tsx';
export { lazyComponent } from './lazy-component.tsx';
export { isOnce, pastedOnceLink } from './once/found-once-link.ts';
export { ONCE_READING } from './once/lazy-once.ts';
export { ONCE_LINKS, OPENS_CHOICE } from './once/lazy-sharing.ts';
export { OpenedPage } from './opened-page.ts';
export { PageContent, type PageContentProps } from './page-content.tsx';
export { PageReading, type PageReadingDeps } from './page-reading.ts';
export { PageViewer, type PageViewerProps } from './page-viewer.tsx';
export type { Tried } from './pasted-key.ts';
export { LinkCode, type LinkCodeProps } from './link-code.tsx';
export { QrDialog, type QrDialogProps } from './qr-dialog.tsx';
export { refuseFiles } from './refuse-files.ts';
export { trustedFrameDocument, trustedInertMarkup } from './trusted.ts';
export type { UnlockProps } from './unlock.tsx';
export { pickedFiles } from './transferred-files.ts';
