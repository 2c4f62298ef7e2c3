/** The held pages that this browser announces, and uploads to readers. */
import type { Uploads } from '../messages.ts';
import type { PageRecord } from './database.ts';

type Uploadable = Pick<PageRecord, 'origin' | 'isDamaged' | 'isLocked'>;

/** No reader could use a damaged copy, and nobody here can take responsibility for a page that they cannot read. */
export function isUploaded({ origin, isDamaged, isLocked }: Uploadable, uploads: Uploads): boolean {
  return !isDamaged && !isLocked && (uploads.pages === 'all' || uploads.pages === origin);
}
