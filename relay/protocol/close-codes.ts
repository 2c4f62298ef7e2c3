/** The reasons for which the relay closes a connection. PROTOCOL.md says what the client should do after each. */
export const CLOSE = {
  /** Normal end, from either side. */
  normal: 1000,
  /** A frame that WebSocket itself does not allow. */
  badFrame: 1002,
  /** A message larger than the protocol allows. */
  tooBig: 1009,
  /** The relay is draining or restarting: come back after `bye.retryAfterMs`. */
  restart: 1012,
  /** A message or frame that the protocol does not allow. Do not repeat it. */
  violation: 4400,
  /** The bytes that this peer alone fed did not match the address. */
  lied: 4403,
  /** One side heard nothing from the other for two heartbeats. */
  silent: 4408,
  /** Another connection resumed this one's session. */
  replaced: 4410,
} as const;

export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE];

/** The WebSocket subprotocol both sides must name. */
export const SUBPROTOCOL = 'mayfly.1';

/** The path of the WebSocket on a relay. */
export const SOCKET_PATH = '/ws';
