/** What came of sharing something, with what was left out of it. */
import type { CaptureNote } from '../../capture/captured.ts';
import type { Shared } from '../../messages.ts';

/** Of it, `missingImages` images were wanted and could not be had. */
export function withoutImagesOf(shared: Shared, missingImages: number): Shared {
  return missingImages > 0 && shared.outcome === 'shared' ? { ...shared, missingImages } : shared;
}

export function withNotes(shared: Shared, notes: readonly CaptureNote[]): Shared {
  return notes.length > 0 && shared.outcome === 'shared' ? { ...shared, notes } : shared;
}
