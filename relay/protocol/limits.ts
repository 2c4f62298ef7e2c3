/** What the relay allows one connection. Announced in `welcome`; both sides keep to it. */
export interface Limits {
  /** The largest page, in bytes. */
  readonly pageBytes: number;
  /** The largest payload of one content frame, in bytes. */
  readonly frameBytes: number;
  /** How many addresses one connection may have, want and watch. */
  readonly haves: number;
  readonly wants: number;
  readonly watches: number;
}

/** Every bound that an operator sets. All of them are published in `welcome`; clients need only those of `Limits`. */
export interface RelayLimits extends Limits {
  /** How many addresses all clients together may have, want and watch; one client a part of them (`CLIENTS_SERVED`). */
  readonly totalHaves: number;
  readonly totalWants: number;
  readonly totalWatches: number;
  /** The largest text message, in bytes; at least `TEXT_BYTES_MIN`. */
  readonly textBytes: number;
  /** Bytes that the relay keeps of the starts of all running transfers, for readers who join. */
  readonly keptBytes: number;
  /** Bytes written to one connection, and to all together, that the network has not taken. */
  readonly queuedBytes: number;
  readonly totalQueuedBytes: number;
  /** What one connection may send: messages, large content frames aside, and bytes, with bursts of 2 s worth (B4). */
  readonly messagesPerSecond: number;
  readonly bytesPerSecond: number;
  /** Connections at once: in all, and from one client, which is an IPv4 address or an IPv6 /64. */
  readonly connections: number;
  readonly connectionsPerAddress: number;
  /** Open sockets at once, whatever for: connections, and requests for files and to connect. */
  readonly sockets: number;
}

/** Every message that is allowed fits: the longest is a `resume` with 1,000 wants. */
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
  connections: 50_000,
  connectionsPerAddress: 200,
  sockets: 60_000,
};

/** What all may have, want and watch is enough for so many clients, however much each of them asks for. */
export const CLIENTS_SERVED = 4;

/** A peer that says nothing for two of these is gone. */
export const HEARTBEAT_SECONDS = 20;

/** How many addresses one message may name. */
export const ADDRESSES_PER_MESSAGE = 1_000;

/** Bytes that may be asked of a seeder and not yet have left for the slowest reader of the transfer. */
export const WINDOW_BYTES = 1024 * 1024;

/** How much is asked for at a time once a transfer runs. */
export const REQUEST_BYTES = 256 * 1024;

/** Bytes that a seeder may be asked for and not yet have sent, whoever reads them; it may ignore requests beyond. */
export const OWED_BYTES = 4 * 1024 * 1024;

/** A seeder that sends nothing for this long after it was asked is replaced. */
export const SILENCE_MS = 2_000;

/** Bytes of pages that may be on their way to a relay from the others of its cluster; a pass may always have a share. */
export const TAKEN_BYTES = 16 * 1024 * 1024;
export const PASS_BYTES = 64 * 1024;

/** Bytes of pages that a relay keeps for others of its cluster until they ask for them; past it the idlest pass ends. */
export const GIVEN_BYTES = 16 * 1024 * 1024;

/** Largest value of the 32-bit fields of a content frame. */
export const MAX_UINT32 = 0xffff_ffff;

/** A seeder slower than this over `SLOW_MS` is replaced where somebody else holds the page. */
export const SLOW_BYTES = 64 * 1024;
export const SLOW_MS = 5_000;

/** One that delivers less than this meanwhile crawls: a new start with another is better. */
export const CRAWL_BYTES = 16 * 1024;

/** How long the relay leaves a seeder alone that did not answer; doubles with each failure up to the maximum. */
export const RETRY_MIN_MS = 1_000;
export const RETRY_MAX_MS = 30_000;

/** How many transfers one connection reads at once; further wants wait. */
export const READS_AT_ONCE = 32;

/** How long a transfer waits for a reader that lags behind the others before that reader goes on alone. */
export const PATIENCE_MS = 3;

/** Seeder counts of one address are sent at most this often, and more rarely the more peers watch it. */
export const COUNTS_MIN_MS = 50;
export const COUNTS_MAX_MS = 2_000;

/** How long the relay keeps the place of a client whose connection was lost. */
export const RESUME_MS = 30_000;

/** A peer that failed so often in a row, whatever the address, is not asked at all for `REST_MS`. */
export const FAILURES_IN_A_ROW = 8;
export const REST_MS = 30_000;

/** A connection that takes nothing of what was written to it for this long and says nothing is ended; it is gone. */
export const STALLED_MS = 30_000;

/** The same for one that speaks meanwhile. */
export const STALLED_SPEAKING_MS = 600_000;

/** What a message takes in memory besides its bytes until the network has taken it, as measured. */
export const WRITE_BYTES = 400;

/** A content frame above this is written in two parts: that costs less than a copy. */
export const SMALL_BYTES = 16 * 1024;

/** What a message of so many bytes counts while it waits on a connection. [B7] */
export function queuedCost(bytes: number, isContent: boolean): number {
  return bytes + (isContent && bytes > SMALL_BYTES ? 2 * WRITE_BYTES : WRITE_BYTES);
}
