/** Components that show a page, safely, for the relay's web page and the extension. Import `view.css` beside them. */
export { ACTIVITY_LIMIT, type ActivityEntry, noteActivity } from './activity.ts';
export { ActivityLog, type ActivityLogProps } from './activity-log.tsx';
export { Brand, type BrandProps, Mark, onPlainClick } from './brand.tsx';
export { Compose, type ComposeProps, type Draft, EMPTY_DRAFT } from './compose.tsx';
export { ConnectionNote, type ConnectionNoteProps } from './connection-note.tsx';
export { CopyButton, type CopyButtonProps } from './copy-button.tsx';
export { refuseFiles } from './file-drop.ts';
export { formatBytes } from './format-bytes.ts';
export { HolderCount, type HolderCountProps } from './holder-count.tsx';
export { isLock, lockOfDamagedKey, openPage, pageOf } from './open-page.ts';
export { mediaTypeOfFile, readFile } from './offered-file.ts';
export { PageContent, type PageContentProps } from './page-content.tsx';
export { PageReading, type PageReadingDeps } from './page-reading.ts';
export { PageViewer, type PageViewerProps } from './page-viewer.tsx';
export { type Tried, tryPasted } from './pasted-key.ts';
export { problemOf } from './problems.ts';
export type { Lock, Page, Reading, ReadingProblem } from './reading.ts';
export { lossText } from './relay-words.ts';
export type { UnlockProps } from './unlock.tsx';
export {
  direction,
  list,
  locale,
  number,
  phrase,
  type PlainKey,
  sentences,
  speak,
  t,
} from './words.ts';
