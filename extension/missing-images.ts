import type { Shared } from './messages.ts';

/** What came of sharing something in which `missingImages` images were wanted and could not be had. */
export function withoutImagesOf(shared: Shared, missingImages: number): Shared {
  return missingImages > 0 && shared.outcome === 'shared' ? { ...shared, missingImages } : shared;
}
