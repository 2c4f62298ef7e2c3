/** What a device asks of its keeper, and the notes that say it: a long list takes several. */
import type { Address } from '../../protocol/index.ts';
import { ADDRESSES_MOST, type NoteRequest, type NoteKeep } from './request-note.ts';

export type KeeperRequest =
  /** Tells the keeper the name of this device. */
  | { readonly type: 'hello'; readonly name: string }
  | KeepRequest
  /** This device needs these pages no more. */
  | { readonly type: 'release'; readonly addresses: readonly Address[] }
  /** Asks for the states of these pages, and changes nothing. Without addresses: for the room. */
  | { readonly type: 'state'; readonly addresses: readonly Address[] };

export interface KeepRequest extends Omit<NoteKeep, 'parts'> {
  /** All parts of a bundle, in their order. */
  readonly parts?: readonly Address[];
}

/** The notes of a request that keeps nothing, in their order. */
export function notesOf(request: Exclude<KeeperRequest, KeepRequest>): readonly NoteRequest[] {
  if (request.type === 'hello') return [request];
  const { type, addresses } = request;
  const count = Math.max(1, Math.ceil(addresses.length / ADDRESSES_MOST));
  return Array.from({ length: count }, (_, i) => {
    const from = i * ADDRESSES_MOST;
    return { type, addresses: addresses.slice(from, from + ADDRESSES_MOST) };
  });
}

/** The note to keep a page; for a bundle, the one that goes on after `from` parts. */
export function keepNote({ parts, ...page }: KeepRequest, from: number): NoteKeep {
  if (!parts || parts.length === 0) return page;
  const addresses = parts.slice(from, from + ADDRESSES_MOST);
  return { ...page, parts: { total: parts.length, from, addresses } };
}
