/** Which of the held pages relays are told of, and readers may have. */
import type { Uploads } from '../messages.ts';
import type { PageRecord } from './database.ts';

/** A damaged copy is none: no reader could use it. */
export function isUploaded(
  { origin, isDamaged }: Pick<PageRecord, 'origin' | 'isDamaged'>,
  uploads: Uploads,
): boolean {
  return !isDamaged && (uploads.pages === 'all' || uploads.pages === origin);
}
