import type { Supply } from '../broker/supply.ts';
import type { CarriedNote, Effect, Millis, NoteRefusal, PeerId } from '../broker/effects.ts';
import type { ForeignNote, ReturnedNote } from '../broker/notes.ts';
import type { Address } from '../protocol/address.ts';
import type { CloseCode } from '../protocol/close-codes.ts';
import type { FrameHeader } from '../protocol/frames.ts';
import type { ClientMessage, RelayMessage } from '../protocol/messages.ts';

/** The other end of a neighbour: takes what the relay would write to a peer's connection. */
export interface Line {
  send(message: RelayMessage): void;
  /** Passes a content frame on. Only `Home.drained` reports the bytes taken of it, never this call. */
  forward(frame: Uint8Array): void;
  close(code: CloseCode): void;
}

/** A relay, as its backplane sees it: neighbours are peers of it like any others. */
export interface Home {
  readonly pageBytes: number;
  readonly frameBytes: number;
  connect(neighbour: PeerId, line: Line): void;
  disconnect(neighbour: PeerId): void;
  receive(neighbour: PeerId, message: ClientMessage): void;
  content(neighbour: PeerId, header: FrameHeader, frame: Uint8Array): void;
  drained(neighbour: PeerId, unsent: number): void;
  /** The neighbour takes back a pass that it served as far as this byte. */
  disowned(neighbour: PeerId, address: Address, reached: number): void;
  /** `count` peers of other relays hold the address now. */
  elsewhere(address: Address, count: number): void;
  /** The client that had this session is connected to another relay now. */
  moved(session: string): void;
  /** A note of another relay came, or no other relay has delivered a note of this one. */
  carried(note: ForeignNote | ReturnedNote): void;
  supplyOf(address: Address): Supply;
  /** True while a peer of this relay feeds this neighbour's transfer. */
  isServed(neighbour: PeerId, address: Address): boolean;
  /** The number of transfers that the neighbour feeds. */
  feeds(neighbour: PeerId): number;
  /** The backplane's `nextAt` may be earlier now. */
  wake(): void;
}

/** A note of a peer of this relay for a peer of another. */
export interface OutgoingNote {
  readonly sender: PeerId;
  /** A relay, as this backplane named it; any relay if left out. */
  readonly relay?: string;
  readonly note: CarriedNote;
}

/** The state of a backplane for `/readyz` and `/metrics`. */
export interface BackplaneState {
  readonly isUp: boolean;
  /** Other relays that were heard of lately. */
  readonly neighbours: number;
  /** Pages that are being looked for elsewhere. */
  readonly sought: number;
  /** Passes that run from here to other relays, and from them to here. */
  readonly given: number;
  readonly taken: number;
  /** Page bytes that wait here until other relays ask for them. */
  readonly kept: number;
  /** Page bytes since the start. */
  readonly bytesGiven: number;
  readonly bytesTaken: number;
}

/** Joins relays into a cluster. Told what changed on this one; brings neighbours that have what it lacks. */
export interface Backplane {
  /** Called once, before anything else. */
  join(home: Home): void;
  /** The result of `supplyOf` for these addresses has changed. */
  changed(addresses: readonly Address[]): void;
  /** A client came under a session that is not this relay's, and may be another's. */
  moved(session: string): void;
  /** Passes a note to the relay that it is for, or to any where somebody answers. */
  carry(note: OutgoingNote): void;
  /** Tells the relay of a foreign note that it reached nobody here. */
  decline(ticket: string, code: NoteRefusal): void;
  /** The time of the next `tick`; Infinity while nothing waits for one. */
  readonly nextAt: Millis;
  tick(now: Millis): void;
  /** The relay is about to stop: gives nothing new to others. */
  withdraw(): void;
  stop(): Promise<void>;
  readonly state: BackplaneState;
}

type EffectElsewhere = Extract<Effect, { type: 'changed' | 'moved' | 'carry' | 'decline' }>;

/** Performs an effect that concerns other relays. */
export function performElsewhere(effect: EffectElsewhere, backplane: Backplane): void {
  switch (effect.type) {
    case 'changed':
      return backplane.changed(effect.addresses);
    case 'moved':
      return backplane.moved(effect.session);
    case 'carry':
      return backplane.carry(effect);
    case 'decline':
      return backplane.decline(effect.ticket, effect.code);
  }
}
