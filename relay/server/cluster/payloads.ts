import type { CarriedNote, NoteRefusal } from '../../broker/effects.ts';
import { type Address, isAddress } from '../../protocol/address.ts';
import { ADDRESSES_PER_MESSAGE, MAX_UINT32 } from '../../protocol/limits.ts';
import { isNoteBody, isNoteName } from '../../protocol/note.ts';
import { isNodeId, type NodeId } from './subjects.ts';

/** To one relay that holds a page, or to any: give me its bytes `[from, to)`, in frames of at most `frameBytes`. */
export interface Want {
  readonly type: 'want';
  readonly node: NodeId;
  /** The name by which the asking relay knows this pass. */
  readonly pass: string;
  readonly address: Address;
  readonly from: number;
  readonly to: number;
  readonly frameBytes: number;
  /** Not by one of these. */
  readonly except: readonly NodeId[];
}

/** To the giver: go on as far as `to`. Said again from time to time, it keeps the pass alive. */
interface More {
  readonly type: 'more';
  readonly to: number;
}

/** To the giver: no more of this. */
interface Close {
  readonly type: 'close';
}

/** From the giver: I have nothing to send yet. Its reply subject is where to say that it is not needed any more. */
interface Coming {
  readonly type: 'coming';
}

/** From the giver: I cannot, or can no longer, serve this. */
interface Gone {
  readonly type: 'gone';
  readonly node: NodeId;
}

/** From the giver: what you got by this pass was wrong. */
interface Corrupt {
  readonly type: 'corrupt';
  readonly node: NodeId;
}

/** To all relays that want or watch the page of the subject: this many peers hold it here now. */
interface Have {
  readonly type: 'have';
  readonly node: NodeId;
  readonly count: number;
}

/** To all: I am here. `epoch` grows whenever messages may have been lost; `isLeaving` is the last thing said. */
export interface Beat {
  readonly type: 'beat';
  readonly node: NodeId;
  readonly epoch: number;
  readonly isLeaving: boolean;
}

/** To all: which of these do your peers hold? */
export interface Ask {
  readonly type: 'ask';
  readonly node: NodeId;
  readonly addresses: readonly Address[];
}

/** Answers `ask`, with those that are held. */
export interface Counts {
  readonly type: 'counts';
  readonly node: NodeId;
  readonly counts: Readonly<Record<Address, number>>;
}

/** To all: clients that had these sessions are connected here now. */
export interface Moved {
  readonly type: 'moved';
  readonly sessions: readonly string[];
}

/** To one relay, or to any that has holders of a page: pass this note on to a peer of yours. */
export interface Note {
  readonly type: 'note';
  /** The relay of its sender. */
  readonly node: NodeId;
  readonly note: CarriedNote;
}

/** Answers `note`: it reached nobody here. */
export interface Unheard {
  readonly type: 'unheard';
  readonly node: NodeId;
  readonly code: NoteRefusal;
}

export type Payload =
  | Want
  | More
  | Close
  | Coming
  | Gone
  | Corrupt
  | Have
  | Beat
  | Ask
  | Counts
  | Moved
  | Note
  | Unheard;

/** For any input, `parsePayload` accepts the result: nobody must blame a receiver for a message that it cannot read. */
export function encodePayload(payload: Payload): string {
  return JSON.stringify(bounded(payload));
}

function bounded(payload: Payload): Payload {
  switch (payload.type) {
    case 'want': {
      const { from, to, except } = payload;
      const [first, end] = [uint32(from), uint32(to)];
      return { ...payload, from: first, to: end, except: except.slice(0, EXCEPT_LIMIT) };
    }
    case 'more':
      return { ...payload, to: uint32(payload.to) };
    case 'have':
      return { ...payload, count: uint32(payload.count) };
    case 'beat':
      return { ...payload, epoch: uint32(payload.epoch) };
    default:
      return payload;
  }
}

function uint32(value: number): number {
  return Math.min(MAX_UINT32, value);
}

/** The most relays that a want may exclude. If more of them lie, one is asked again. */
export const EXCEPT_LIMIT = 64;
/** No frame on the bus is larger, so that each fits into what NATS carries at most by default. */
export const PIECE_BYTES = 256 * 1024;

const SESSION = /^[\w-]{22}$/;

/** Says whether a relay may have given this session to a connection. */
export function isSession(value: unknown): value is string {
  return typeof value === 'string' && SESSION.test(value);
}

const PASS = /^t[0-9a-z]{1,12}$/;

/** A relay's message; undefined if this version does not know it or cannot use it. Never throws. */
export function parsePayload(bytes: Uint8Array): Payload | undefined {
  const fields = recordOf(bytes);
  switch (fields['type']) {
    case 'want':
      return parseWant(fields);
    case 'more':
      return isWhole(fields['to']) ? { type: 'more', to: fields['to'] } : undefined;
    case 'close':
    case 'coming':
      return { type: fields['type'] };
    case 'gone':
    case 'corrupt':
      return isNodeId(fields['node']) ? { type: fields['type'], node: fields['node'] } : undefined;
    case 'have':
      return parseHave(fields);
    case 'beat':
      return parseBeat(fields);
    case 'ask':
      return parseAsk(fields);
    case 'counts':
      return parseCounts(fields);
    case 'moved':
      return parseMoved(fields);
    case 'note':
      return parseNote(fields);
    case 'unheard':
      return parseUnheard(fields);
    default:
      return undefined;
  }
}

type Fields = Readonly<Record<string, unknown>>;

const DECODER = new TextDecoder();

function recordOf(bytes: Uint8Array): Fields {
  try {
    const value: unknown = JSON.parse(DECODER.decode(bytes));
    return isRecord(value) ? value : {};
  } catch {
    return {}; // text that is not JSON is no payload either
  }
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWhole(value: unknown, most = MAX_UINT32): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= most;
}

function parseWant(fields: Fields): Want | undefined {
  const { node, pass, address, from, to, frameBytes, except } = fields;
  if (!isNodeId(node) || !isAddress(address)) return undefined;
  if (typeof pass !== 'string' || !PASS.test(pass)) return undefined;
  if (!isWhole(from) || !isWhole(to) || !isWhole(frameBytes) || frameBytes === 0) return undefined;
  if (!Array.isArray(except) || except.length > EXCEPT_LIMIT) return undefined;
  return {
    type: 'want',
    node,
    pass,
    address,
    from,
    to,
    frameBytes,
    except: except.filter(isNodeId),
  };
}

function parseHave({ node, count }: Fields): Have | undefined {
  return isNodeId(node) && isWhole(count) ? { type: 'have', node, count } : undefined;
}

function parseBeat({ node, epoch, isLeaving }: Fields): Beat | undefined {
  if (!isNodeId(node) || !isWhole(epoch)) return undefined;
  return { type: 'beat', node, epoch, isLeaving: isLeaving === true };
}

function parseAsk({ node, addresses }: Fields): Ask | undefined {
  if (!isNodeId(node) || !Array.isArray(addresses)) return undefined;
  if (addresses.length > ADDRESSES_PER_MESSAGE) return undefined;
  return { type: 'ask', node, addresses: addresses.filter(isAddress) };
}

function parseMoved({ sessions }: Fields): Moved | undefined {
  if (!Array.isArray(sessions) || sessions.length > ADDRESSES_PER_MESSAGE) return undefined;
  return { type: 'moved', sessions: sessions.filter(isSession) };
}

function parseNote({ node, note }: Fields): Note | undefined {
  if (!isNodeId(node) || !isRecord(note)) return undefined;
  const { address, to, from, body, isAnswer } = note;
  if (!isAddress(address) || !isNoteName(from) || !isNoteBody(body)) return undefined;
  if (to !== undefined && !isNoteName(to)) return undefined;
  const known = { from, body, isAnswer: isAnswer === true };
  return { type: 'note', node, note: { address, ...(to !== undefined && { to }), ...known } };
}

function parseUnheard({ node, code }: Fields): Unheard | undefined {
  if (!isNodeId(node)) return undefined;
  // A refusal of tomorrow is one too.
  return { type: 'unheard', node, code: code === 'too-many-notes' ? code : 'nobody' };
}

function parseCounts({ node, counts }: Fields): Counts | undefined {
  if (!isNodeId(node) || !isRecord(counts)) return undefined;
  const entries = Object.entries(counts);
  if (entries.length > ADDRESSES_PER_MESSAGE) return undefined;
  const known = entries.filter(([address, count]) => isAddress(address) && isWhole(count));
  // Each key was found to be an address, each value a number.
  return { type: 'counts', node, counts: Object.fromEntries(known) as Counts['counts'] };
}
