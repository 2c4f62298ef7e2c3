/** The bounded log of what a client did for one page. Plain values in, plain values out. */
import type { ClientEvent } from './events.ts';
import type { Address } from '../protocol/address.ts';

export interface Happening {
  readonly event: ClientEvent;
  /** Unix milliseconds. */
  readonly at: number;
  /** The relay it happened at, where that is not the one of the page's link. */
  readonly relay?: string;
}

/** One line of the activity log, `at` that of its last event. Plain enough to travel in an extension's messages. */
export interface ActivityEntry extends Happening {
  /** Grows by one with each new line of a log, so it can key a list. */
  readonly id: number;
}

/** A log never grows past this many lines; the oldest go first. */
export const ACTIVITY_LIMIT = 200;

/**
 * `entries`, oldest first, after something happened, for the log of `address`. Events about other pages leave them as
 * they are; progress of one transfer stays on one line.
 */
export function noteActivity(
  entries: readonly ActivityEntry[],
  address: Address,
  happening: Happening,
): readonly ActivityEntry[] {
  const own = concerning(address, happening.event);
  if (own === undefined) return entries;
  // What happens at several relays at once comes in turns.
  const last = entries.findLastIndex(({ relay }) => relay === happening.relay);
  const before = entries[last];
  const joined = before && joinEvents(before.event, own);
  if (before && joined) return entries.with(last, { ...before, at: happening.at, event: joined });
  const id = (entries.at(-1)?.id ?? 0) + 1;
  return [...entries, { ...happening, id, event: own }].slice(-ACTIVITY_LIMIT);
}

/** Whether bytes came that were not the page's. */
export function sawWrongBytes(entries: readonly ActivityEntry[]): boolean {
  return entries.some(({ event }) => event.type === 'corrupt');
}

/** `event` as far as it is about `address` or the connection; undefined where it is about other pages. */
function concerning(address: Address, event: ClientEvent): ClientEvent | undefined {
  switch (event.type) {
    case 'connection':
    case 'resumed':
      return event;
    case 'announced':
      return event.addresses.includes(address) ? { ...event, addresses: [address] } : undefined;
    case 'refused':
      return event.address === undefined || event.address === address ? event : undefined;
    case 'wanted':
    case 'received':
    case 'verified':
    case 'corrupt':
    case 'served':
    case 'seeders':
      return event.address === address ? event : undefined;
  }
}

/** The two events as one line, or undefined where each deserves its own. */
function joinEvents(last: ClientEvent, next: ClientEvent): ClientEvent | undefined {
  if (last.type === 'received' && next.type === 'received' && next.received > last.received) {
    return next;
  }
  if (last.type === 'served' && next.type === 'served' && next.from === last.from + last.length) {
    return { ...last, length: last.length + next.length };
  }
  if (last.type === 'seeders' && next.type === 'seeders') return next;
  return undefined;
}
