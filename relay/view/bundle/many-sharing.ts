/** What a screen needs of its program to share several files, a folder or a large file. */
import type { OfferedFile } from '../../words/offered-file.ts';
import type { SharingProgress } from './bundle-sharing.ts';

/** Another screen takes the files: this one may close at any moment. */
export interface HandsOver {
  readonly onMany: (files: readonly OfferedFile[]) => void;
}

export interface SharesMany {
  /** Of a `BundleSharing`; undefined while nothing is being shared. */
  readonly progress: SharingProgress | undefined;
  /** Called with files that fit, and the name of the whole. */
  readonly onShare: (files: readonly OfferedFile[], name: string) => void;
  readonly onCancel: () => void;
  /** The most that this program takes, in bytes; as much as a bundle can have, if left out. */
  readonly mostBytes?: number;
  /** Said to somebody who wants to share more than that. */
  readonly advice?: string;
  /** The free room for it, in bytes; the browser's own estimate, if left out. */
  readonly freeBytes?: () => Promise<number>;
}

export type ManySharing = HandsOver | SharesMany;

export function handsOver(many: ManySharing): many is HandsOver {
  return 'onMany' in many;
}
