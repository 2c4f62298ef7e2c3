/** The log of a client's actions for one page, of bounded length. It takes plain values and gives plain values. */
import type { ClientEvent } from './events.ts';
import type { Address } from '../protocol/address.ts';

/** An event that a log can have. Notes are of no page that people see. */
type LoggedEvent = Exclude<ClientEvent, { type: 'note' }>;

export interface Happening {
  readonly event: ClientEvent;
  /** Unix milliseconds. */
  readonly at: number;
  /** The relay of the event, if it is not the relay of the page's link. */
  readonly relay?: string;
}

/** One line of the activity log; `at` is the time of its last event. Plain enough for an extension's messages. */
export interface ActivityEntry extends Happening {
  readonly event: LoggedEvent;
  /** Grows by one with each new line of a log, so it can key a list. */
  readonly id: number;
}

/** The longest log; the oldest lines make room. */
export const ACTIVITY_LIMIT = 200;

/**
 * Adds `event` to `entries` (oldest first), the log of `address`. Events about other pages leave the log unchanged. All
 * progress of one transfer is one line.
 */
export function noteActivity(
  entries: readonly ActivityEntry[],
  address: Address,
  happening: Happening,
): readonly ActivityEntry[] {
  const own = concerning(address, happening.event);
  if (own === undefined) return entries;
  // Events at several relays at once alternate.
  const last = entries.findLastIndex(({ relay }) => relay === happening.relay);
  const before = entries[last];
  const joined = before && joinEvents(before.event, own);
  if (before && joined) return entries.with(last, { ...before, at: happening.at, event: joined });
  const id = (entries.at(-1)?.id ?? 0) + 1;
  return [...entries, { ...happening, id, event: own }].slice(-ACTIVITY_LIMIT);
}

/** Says whether wrong bytes came. */
export function sawWrongBytes(entries: readonly ActivityEntry[]): boolean {
  return entries.some(({ event }) => event.type === 'corrupt');
}

/** The part of `event` that concerns `address` or the connection; undefined for events about other pages. */
function concerning(address: Address, event: ClientEvent): LoggedEvent | undefined {
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
    case 'note':
      return undefined;
  }
}

/** The two events as one line; undefined if each deserves a line of its own. */
function joinEvents(last: LoggedEvent, next: LoggedEvent): LoggedEvent | undefined {
  if (last.type === 'received' && next.type === 'received' && next.received > last.received) {
    return next;
  }
  if (last.type === 'served' && next.type === 'served' && next.from === last.from + last.length) {
    return { ...last, length: last.length + next.length };
  }
  if (last.type === 'seeders' && next.type === 'seeders') return next;
  return undefined;
}
