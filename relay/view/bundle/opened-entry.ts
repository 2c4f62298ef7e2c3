/** Finds out what an entry is, and reads as much of it as is needed to show it. */
import { BundleError, type BundleEntry } from '../../client/bundle/index.ts';
import { signatureOf } from '../../words/media/signature.ts';
import type { PlainKey } from '../../words/language.ts';
import { type EntrySource, IN_MEMORY_BYTES } from './entry-source.ts';
import { PartError } from './open-bundle.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export type OpenedEntry =
  | { readonly as: 'page'; readonly bytes: Bytes }
  /** Sound or film that is too long for memory. `start`: its first bytes. */
  | {
      readonly as: 'media';
      readonly kind: 'audio' | 'video';
      readonly mediaType: string;
      readonly start: Bytes;
    }
  | { readonly as: 'file' };

/** Rejects as `EntrySource.bytes` does. */
export async function openEntry(
  source: EntrySource,
  entry: BundleEntry,
  signal: AbortSignal,
): Promise<OpenedEntry> {
  if (entry.bytes <= IN_MEMORY_BYTES) {
    return { as: 'page', bytes: await source.bytes(entry, signal) };
  }
  const start = await source.start(entry, signal);
  const signature = signatureOf(start);
  if (signature?.kind !== 'audio' && signature?.kind !== 'video') return { as: 'file' };
  return { as: 'media', kind: signature.kind, mediaType: signature.mediaType, start };
}

/** The sentence on an entry that cannot be opened. */
export function problemOfEntry(error: unknown): PlainKey {
  if (error instanceof BundleError) return 'files_fileBad';
  if (!(error instanceof PartError)) return 'files_fileGone';
  switch (error.why) {
    case 'bad':
      return 'files_fileBad';
    case 'disk-full':
      return 'files_diskFull';
    case 'refused':
      return 'files_relayRefused';
  }
}
