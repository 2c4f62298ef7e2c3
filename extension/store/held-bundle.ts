/** The share of a bundle that this browser holds. These facts stand in the record of the manifest's page. */
import type { PageRecord } from './database.ts';

/** A bundle to keep. */
export interface NewBundle {
  /** Names the bundle on this disk only: a random UUID. */
  readonly id: string;
  /** The number of its files. */
  readonly entries: number;
  /** The bytes of its whole content. */
  readonly bytes: number;
  /** The number of its parts. */
  readonly parts: number;
}

export interface HeldBundle extends NewBundle {
  /** The number of parts on this disk. */
  readonly heldParts: number;
  /** The bytes of these parts' pages. */
  readonly heldBytes: number;
  /** Its reader asked for all of it, and not all of it is here yet. */
  readonly isWanted?: true;
}

/** A part on this disk, without its page. */
export interface HeldPart {
  readonly index: number;
  readonly address: PageRecord['address'];
  /** The number of bytes in its page. */
  readonly bytes: number;
}

/** The bytes that a page takes on the disk, those of a bundle with its parts. */
export function diskBytes({ length, bundle }: Pick<PageRecord, 'length' | 'bundle'>): number {
  return length + (bundle?.heldBytes ?? 0);
}

/** The record of a bundle of which these parts are here, and no others. */
export function holding(
  page: PageRecord,
  bundle: NewBundle | HeldBundle,
  held: readonly HeldPart[],
): PageRecord {
  const heldBytes = held.reduce((sum, { bytes }) => sum + bytes, 0);
  return { ...page, bundle: { ...bundle, heldParts: held.length, heldBytes } };
}

/** The record of a bundle after a part was added, or was removed with a `sign` of -1. */
export function counted(page: PageRecord, bytes: number, sign: 1 | -1): PageRecord {
  const { bundle } = page;
  if (!bundle) return page;
  const heldParts = bundle.heldParts + sign;
  return { ...page, bundle: { ...bundle, heldParts, heldBytes: bundle.heldBytes + sign * bytes } };
}
