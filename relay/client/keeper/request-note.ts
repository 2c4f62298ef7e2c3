/** What a device asks of its keeper, as bytes of a note: PROTOCOL.md, appendix F. */
import {
  type Address,
  decodeBase64url,
  encodeBase64url,
  parseOrigin,
} from '../../protocol/index.ts';
import { BUNDLE_PARTS } from '../bundle/bundle-limits.ts';
import type { Bytes } from '../derived-key.ts';
import { shortName } from './pairing-page.ts';
import { nonceOf, type NoteLine, openNote, sealNote } from './sealed-note.ts';

/** The most addresses in a request: of pages, or of the parts of a bundle. */
export const ADDRESSES_MOST = 64;
const CLIENT_BYTES = 16;

export type NoteRequest =
  /** The device tells its name. */
  | { readonly type: 'hello'; readonly name: string }
  | NoteKeep
  /** The device needs these pages no more. */
  | { readonly type: 'release'; readonly addresses: readonly Address[] }
  /** Asks for the states of these pages, and changes nothing. */
  | { readonly type: 'state'; readonly addresses: readonly Address[] };

export interface NoteKeep {
  readonly type: 'keep';
  /** The page, or the manifest of a bundle. */
  readonly address: Address;
  /** The length of the page; of a bundle, that of all its pages together. */
  readonly bytes: number;
  /** The end of life: Unix seconds. */
  readonly until?: number;
  /** The origin of the relay at which somebody holds it, if it is not the relay of the request. */
  readonly relay?: string;
  /** Some of the parts of a bundle. The keeper starts when it has all of them. */
  readonly parts?: SomeParts;
}

export interface SomeParts {
  readonly total: number;
  /** The number of parts that stood in earlier requests. */
  readonly from: number;
  readonly addresses: readonly Address[];
}

/** The place of a request among those of its device. */
export interface RequestTurn {
  /** 16 random bytes that name the device. */
  readonly client: Uint8Array;
  /** It rises with each request of the device. */
  readonly count: number;
}

export interface SentRequest {
  /** The nonce of the note. */
  readonly id: Bytes;
  readonly turn: RequestTurn;
  readonly request: NoteRequest;
}

/** The two ends of a pairing. */
export interface PairingLine {
  /** The address of the pairing. */
  readonly address: Address;
  readonly key: Uint8Array;
}

export async function requestNoteBody(
  request: NoteRequest,
  { client, count }: RequestTurn,
  pairing: PairingLine,
  nonce?: Bytes,
): Promise<Bytes> {
  const { facts, addresses } = contentOf(request);
  const turn = { client: encodeBase64url(client), count };
  const content = { facts: { type: request.type, ...turn, ...facts }, addresses };
  return await sealNote(content, requestLine(pairing), nonce);
}

/** The request in a note; undefined if it is not of a device with the code, or of a newer version. */
export async function openRequestNote(
  body: Uint8Array,
  pairing: PairingLine,
): Promise<SentRequest | undefined> {
  const content = await openNote(body, requestLine(pairing));
  if (!content || content.addresses.length > ADDRESSES_MOST + 1) return undefined;
  const turn = turnIn(content.facts);
  const request = requestIn(content.facts, content.addresses);
  return turn && request && { id: nonceOf(body), turn, request };
}

function requestLine({ address, key }: PairingLine): NoteLine {
  return { key, purpose: 'request', pairing: address };
}

function contentOf(request: NoteRequest): {
  readonly facts: object;
  readonly addresses: readonly Address[];
} {
  switch (request.type) {
    case 'hello':
      return { facts: { name: shortName(request.name) }, addresses: [] };
    case 'keep': {
      const { address, bytes, until, relay, parts } = request;
      const some = parts && { total: parts.total, from: parts.from };
      return {
        facts: { bytes, until, relay, ...some },
        addresses: [address, ...(parts?.addresses ?? [])],
      };
    }
    case 'release':
    case 'state':
      return { facts: {}, addresses: request.addresses };
  }
}

type Facts = Readonly<Record<string, unknown>>;

function turnIn({ client, count }: Facts): RequestTurn | undefined {
  const name = typeof client === 'string' ? decodeBase64url(client) : undefined;
  return name?.length === CLIENT_BYTES && isCount(count) ? { client: name, count } : undefined;
}

function requestIn(facts: Facts, addresses: readonly Address[]): NoteRequest | undefined {
  const { type, name } = facts;
  switch (type) {
    case 'hello':
      return typeof name === 'string' ? { type, name: shortName(name) } : undefined;
    case 'keep':
      return keepIn(facts, addresses);
    case 'release':
    case 'state':
      return addresses.length <= ADDRESSES_MOST ? { type, addresses } : undefined;
    default:
      return undefined;
  }
}

function keepIn(facts: Facts, [address, ...rest]: readonly Address[]): NoteKeep | undefined {
  const { bytes, until, relay, total, from } = facts;
  if (address === undefined || !isCount(bytes) || bytes === 0) return undefined;
  if (until !== undefined && !isCount(until)) return undefined;
  const origin = typeof relay === 'string' ? parseOrigin(relay) : undefined;
  if (relay !== undefined && origin === undefined) return undefined;
  const page = {
    type: 'keep',
    address,
    bytes,
    ...(until !== undefined && { until }),
    ...(origin !== undefined && { relay: origin }),
  } as const;
  if (total === undefined) return rest.length === 0 ? page : undefined;
  if (!isCount(total) || !isCount(from) || total > BUNDLE_PARTS) return undefined;
  if (rest.length === 0 || from + rest.length > total) return undefined;
  return { ...page, parts: { total, from, addresses: rest } };
}

export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
