import type { Address } from '../protocol/address.ts';
import { REQUEST_BYTES, WINDOW_BYTES } from '../protocol/limits.ts';
import type { Millis, TransferId } from './effects.ts';
import { LazySet } from './lazy-set.ts';
import type { Peer } from './peers.ts';

/** A seeder that was asked for bytes up to `asked`; those from `received` on have not come. */
interface Fed {
  /** Late: it was silent past its time and nobody else could be asked. */
  state: 'fed' | 'late';
  readonly seeder: Peer;
  asked: number;
  /** By when the next frame must come while bytes are outstanding. */
  answerBy: Millis;
  /** Where the transfer stood when its pace was last looked at. */
  pace: { readonly since: Millis; readonly received: number };
}

type Feed = { readonly state: 'orphaned' } | Fed;

/** One pass over a page's bytes, from the seeders that feed it to the readers that joined it. */
export interface Transfer {
  readonly id: TransferId;
  readonly address: Address;
  /** The byte it began at. Only a pass from 0 has a running hash, so only that one is verified here. */
  readonly start: number;
  /** The next byte it needs; every reader in it has been sent all before. */
  received: number;
  total: number | undefined;
  readonly readers: LazySet<Peer>;
  /** The edge still keeps every frame since 0, so readers may join; that takes so much, as `keptCost` counts. */
  kept: boolean;
  keptBytes: number;
  /** Every seeder whose bytes are in it. */
  readonly fedBy: LazySet<Peer>;
  feed: Feed;
  /** Since when it has stood still for some of its readers only. */
  stalledSince: Millis | undefined;
}

/** A reader with this much unsent is full: nothing more is asked for on its behalf. */
const FULL_BYTES = WINDOW_BYTES / 2;

/** A transfer keeps its frames for readers who join until they take this much. */
export const KEPT_BYTES = WINDOW_BYTES / 2;

/** What a frame takes that is kept, besides its payload: else frames of one byte would take forty times the bound. */
const KEPT_FRAME_BYTES = 256;

export function newTransfer(id: TransferId, address: Address, start: number): Transfer {
  return {
    id,
    address,
    start,
    received: start,
    total: undefined,
    readers: new LazySet(),
    kept: start === 0,
    keptBytes: 0,
    fedBy: new LazySet(),
    feed: { state: 'orphaned' },
    stalledSince: undefined,
  };
}

/** The pass that goes on from where `transfer` is, for some of its readers. */
export function forkTransfer(id: TransferId, transfer: Transfer): Transfer {
  const { address, start, received, total, fedBy } = transfer;
  const fork = newTransfer(id, address, start);
  return { ...fork, received, total, fedBy: new LazySet(fedBy), kept: false };
}

export function isFull(peer: Peer): boolean {
  return peer.unsent >= FULL_BYTES;
}

/** What keeping a frame with so many payload bytes takes. */
export function keptCost(length: number): number {
  return KEPT_FRAME_BYTES + length;
}

export function isOpenTo(transfer: Transfer, from: number): boolean {
  return from === transfer.received || (from === 0 && transfer.kept);
}

export function outstanding({ feed, received }: Transfer): number {
  return feed.state === 'orphaned' ? 0 : feed.asked - received;
}

/**
 * How many bytes to ask for next, 0 for none yet. What is outstanding and what a reader has not taken together stay
 * within `WINDOW_BYTES`: a reader that is not full has less than `FULL_BYTES` of it.
 */
export function nextLength(transfer: Transfer): number {
  const { feed, total, received } = transfer;
  if (feed.state === 'orphaned') return 0;
  // The first answer tells the total; until then one request is enough.
  const left = (total ?? received + REQUEST_BYTES) - feed.asked;
  const room = WINDOW_BYTES - FULL_BYTES - outstanding(transfer);
  const worthwhile = Math.min(REQUEST_BYTES, left);
  return worthwhile > 0 && room >= worthwhile ? Math.min(room, left) : 0;
}
