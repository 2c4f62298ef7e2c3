/** Which of the held pages this browser announces, and uploads to readers. */
import type { Uploads } from '../messages.ts';
import type { PageRecord } from './database.ts';

type Uploadable = Pick<PageRecord, 'origin' | 'isDamaged' | 'isLocked'>;

/** No reader could use a damaged copy; nobody here could answer for a page that they cannot read. */
export function isUploaded({ origin, isDamaged, isLocked }: Uploadable, uploads: Uploads): boolean {
  return !isDamaged && !isLocked && (uploads.pages === 'all' || uploads.pages === origin);
}
