/** The limits of one connection. The relay announces them in `welcome`, and both sides keep to them. */
export interface Limits {
  /** The largest page, in bytes. */
  readonly pageBytes: number;
  /** The largest payload of one content frame, in bytes. */
  readonly frameBytes: number;
  /** The most addresses that one connection may have, want and watch. */
  readonly haves: number;
  readonly wants: number;
  readonly watches: number;
  /** The most characters of a note's body. Absent where the relay knows no notes. */
  readonly noteBytes?: number;
}

/** Every limit that an operator sets. `welcome` publishes all of them; clients need only those of `Limits`. */
export interface RelayLimits extends Omit<Limits, 'noteBytes'> {
  /**
   * The most addresses that all clients together may have, want and watch. One client may use a part
   * (`CLIENTS_SERVED`).
   */
  readonly totalHaves: number;
  readonly totalWants: number;
  readonly totalWatches: number;
  /** The largest text message, in bytes; at least `TEXT_BYTES_MIN`. */
  readonly textBytes: number;
  /** The most bytes that the relay keeps from the starts of all running transfers, for readers who join. */
  readonly keptBytes: number;
  /** The most bytes written to one connection, and to all together, that the network has not taken. */
  readonly queuedBytes: number;
  readonly totalQueuedBytes: number;
  /**
   * The most messages (without large content frames) and bytes of one connection in a second; a burst may use 2 s (B4).
   */
  readonly messagesPerSecond: number;
  readonly bytesPerSecond: number;
  /** The most notes that one client sends in a minute, besides answers to notes. [M5] */
  readonly notesPerMinute: number;
  /** The most connections at once: in all, and from one client, which is an IPv4 address or an IPv6 /64. */
  readonly connections: number;
  readonly connectionsPerAddress: number;
  /** The most open sockets at once, for any purpose: connections, requests for files, requests to connect. */
  readonly sockets: number;
}

/** Every allowed message fits into this. The longest is a `resume` with 1,000 wants. */
export const TEXT_BYTES_MIN = 96 * 1024;

export const DEFAULT_LIMITS: RelayLimits = {
  pageBytes: 32 * 1024 * 1024,
  frameBytes: 64 * 1024,
  haves: 20_000,
  wants: 256,
  watches: 2_000,
  totalHaves: 2_000_000,
  totalWants: 500_000,
  totalWatches: 2_000_000,
  textBytes: TEXT_BYTES_MIN,
  keptBytes: 64 * 1024 * 1024,
  queuedBytes: 32 * 1024 * 1024,
  totalQueuedBytes: 512 * 1024 * 1024,
  messagesPerSecond: 10_000,
  bytesPerSecond: 1024 * 1024 * 1024,
  notesPerMinute: 120,
  connections: 50_000,
  connectionsPerAddress: 200,
  sockets: 60_000,
};

/** One client may use at most a quarter of each total. */
export const CLIENTS_SERVED = 4;

/** The part of its notes of a minute that a client may send at once. [M5] */
export const NOTES_BURST_PART = 1 / 6;

/** An IPv6 network of 48 bits may send as many notes as this many clients. */
export const NETWORK_NOTES = 4;

/** The notes that are offered to one connection: in a second, and at once. [M6] */
export const NOTES_OFFERED_PER_SECOND = 20;
export const NOTES_OFFERED_BURST = 40;

/** The most bytes of notes that wait for a connection which does not take them, counted like B7. [M6] */
export const NOTES_UNSENT_BYTES = 256 * 1024;

/** The most notes that a relay has passed to others and remembers, in case that they are refused. */
export const NOTES_CARRIED = 1_000;

/** The most names of a connection's own, and the most that it was given. [M3] */
export const NAMES_KNOWN = 256;

/** A peer that says nothing for two of these is gone. */
export const HEARTBEAT_SECONDS = 20;

/** The most addresses in one message. */
export const ADDRESSES_PER_MESSAGE = 1_000;

/** The most bytes that a seeder may owe, or the slowest reader of the transfer may have waiting. */
export const WINDOW_BYTES = 1024 * 1024;

/** The size of one request in a running transfer. */
export const REQUEST_BYTES = 256 * 1024;

/** The most bytes that a seeder owes, for all readers together. It may ignore requests beyond. */
export const OWED_BYTES = 4 * 1024 * 1024;

/** The relay replaces a seeder that sends nothing for this long after a request. */
export const SILENCE_MS = 2_000;

/** The most page bytes on their way to a relay from the others of its cluster. Each pass may always use a share. */
export const TAKEN_BYTES = 16 * 1024 * 1024;
export const PASS_BYTES = 64 * 1024;

/** The most page bytes that a relay keeps for other relays until they ask for them. Beyond it, the idlest pass ends. */
export const GIVEN_BYTES = 16 * 1024 * 1024;

/** The largest value of the 32-bit fields of a content frame. */
export const MAX_UINT32 = 0xffff_ffff;

/** The relay replaces a seeder that sends less than this in `SLOW_MS`, if somebody else holds the page. */
export const SLOW_BYTES = 64 * 1024;
export const SLOW_MS = 5_000;

/** A seeder that sends less than this crawls: a new start with another one is better. */
export const CRAWL_BYTES = 16 * 1024;

/** The pause after a seeder did not answer. It doubles with each failure up to the maximum. */
export const RETRY_MIN_MS = 1_000;
export const RETRY_MAX_MS = 30_000;

/** The most transfers that one connection reads at once. Further wants wait. */
export const READS_AT_ONCE = 32;

/** The time that a transfer waits for a reader behind the others. Then that reader continues alone. */
export const PATIENCE_MS = 3;

/** The shortest time between two seeder counts of one address. It grows with the number of watchers. */
export const COUNTS_MIN_MS = 50;
export const COUNTS_MAX_MS = 2_000;

/** The time for which the relay keeps the place of a client that lost its connection. */
export const RESUME_MS = 30_000;

/** A peer that failed this often in a row, for any addresses, is asked for nothing for `REST_MS`. */
export const FAILURES_IN_A_ROW = 8;
export const REST_MS = 30_000;

/** A connection is gone if it takes none of its waiting bytes and says nothing for this long. */
export const STALLED_MS = 30_000;

/** The same limit for a connection that speaks in the meantime. */
export const STALLED_SPEAKING_MS = 600_000;

/** The memory of a waiting message besides its bytes, as measured. */
export const WRITE_BYTES = 400;

/** The relay writes a content frame above this size in two parts, which costs less than a copy. */
export const SMALL_BYTES = 16 * 1024;

/** The bytes that a message of this length counts while it waits on a connection. [B7] */
export function queuedCost(bytes: number, isContent: boolean): number {
  return bytes + (isContent && bytes > SMALL_BYTES ? 2 * WRITE_BYTES : WRITE_BYTES);
}
