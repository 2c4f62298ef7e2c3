/** A keeper's answer as the bytes of a note: PROTOCOL.md, appendix F. */
import { type Address, parseOrigin } from '../../protocol/index.ts';
import type { Bytes } from '../derived-key.ts';
import type { KeptState } from './keeper-ledger.ts';
import { ADDRESSES_MOST, isCount, type NoteRequest, type PairingLine } from './request-note.ts';
import { shortName } from './pairing-page.ts';
import { type NoteLine, openNote, sealNote } from './sealed-note.ts';

/** The facts about a keeper that its owner sees. */
export interface KeeperFacts {
  readonly name: string;
  /** The number of pages that it has. */
  readonly pages: number;
  readonly usedBytes: number;
  readonly maxBytes: number;
  /** The origins of the relays where it fetches and serves pages: at most 4 of them. */
  readonly relays: readonly string[];
}

export interface KeeperAnswer extends KeeperFacts {
  /** The states of the pages that the request names. For a keep, that of its page. */
  readonly states: ReadonlyMap<Address, KeptState>;
}

/** An answer as it travels. The states have the order of the addresses in the request. */
export interface AnswerNote extends KeeperFacts {
  readonly states: readonly KeptState[];
  /** The request took effect: now or at an earlier sending. Else its count is not above that of a later request. */
  readonly isApplied: boolean;
  /** The count of the last request of this device that took effect. */
  readonly count: number;
  /** The number of parts in order that the keeper has from this device, while it has not all of them. */
  readonly parts?: number;
}

const RELAYS_MOST = 4;
const STATES: readonly KeptState[] = ['kept', 'coming', 'none', 'no-room'];

/** `id`: the nonce of the request. */
export async function answerNoteBody(
  answer: AnswerNote,
  id: Uint8Array,
  pairing: PairingLine,
  nonce?: Bytes,
): Promise<Bytes> {
  const { name, pages, usedBytes, maxBytes, relays, states, isApplied, count, parts } = answer;
  const facts = {
    name: shortName(name),
    pages,
    used: usedBytes,
    max: maxBytes,
    relays: relays.slice(0, RELAYS_MOST),
    states,
    applied: isApplied,
    count,
    parts,
  };
  return await sealNote({ facts }, answerLine(pairing, id), nonce);
}

/** The keeper's answer to the request with this id; undefined if the note is none. */
export async function openAnswerNote(
  body: Uint8Array,
  id: Uint8Array,
  pairing: PairingLine,
): Promise<AnswerNote | undefined> {
  const { facts } = (await openNote(body, answerLine(pairing, id))) ?? {};
  if (!facts) return undefined;
  const { name, pages, used, max, relays, states, applied, count, parts } = facts;
  if (!isCount(pages) || !isCount(used) || !isCount(max) || !isCount(count)) return undefined;
  if (typeof name !== 'string' || typeof applied !== 'boolean') return undefined;
  if (parts !== undefined && !isCount(parts)) return undefined;
  if (!Array.isArray(relays) || !Array.isArray(states) || states.length > ADDRESSES_MOST) {
    return undefined;
  }
  return {
    name: shortName(name),
    pages,
    usedBytes: used,
    maxBytes: max,
    relays: relays.flatMap((relay) => parseOrigin(String(relay)) ?? []),
    // A newer keeper may know more states; none of them is `kept`.
    states: states.map((state) => STATES.find((one) => one === state) ?? 'none'),
    isApplied: applied,
    count,
    ...(parts !== undefined && { parts }),
  };
}

/** The addresses whose states an answer has. */
export function answeredAddresses(request: NoteRequest): readonly Address[] {
  switch (request.type) {
    case 'hello':
      return [];
    case 'keep':
      return [request.address];
    case 'release':
    case 'state':
      return request.addresses;
  }
}

function answerLine({ address, key }: PairingLine, id: Uint8Array): NoteLine {
  return { key, purpose: 'answer', pairing: address, request: id };
}
