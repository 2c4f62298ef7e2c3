/** A message published to a subscribed subject. */
export interface BusMessage {
  readonly subject: string;
  /** The subject where the sender listens for an answer; empty if it does not listen. */
  readonly reply: string;
  readonly bytes: Uint8Array;
  /** The bus itself answers that nobody listens where this relay sent a message with this subject as its reply. */
  readonly isNobody: boolean;
}

/** Bytes of pages use a connection of their own, so that they never delay messages about them. */
export type Way = 'control' | 'content';

export interface Subscription {
  readonly subject: string;
  readonly hear: (message: BusMessage) => void;
  /** Of all who subscribe with one queue, one gets each message. */
  readonly queue?: string;
  readonly way?: Way;
}

/**
 * Carries messages between relays: at most once, in the order in which one relay published them on one connection, and
 * never back to that relay. A message published while the bus is down is lost.
 */
export interface Bus {
  readonly isUp: boolean;
  publish(subject: string, bytes: string | Uint8Array, options?: Publishing): void;
  /** Returns the way to end it. */
  subscribe(subscription: Subscription): () => void;
  /** `listener` is called whenever `isUp` has changed. */
  onTurn(listener: () => void): void;
  close(): Promise<void>;
}

export interface Publishing {
  readonly reply?: string;
  readonly way?: Way;
}
