import { type Address, isAddress } from './address.ts';
import { ADDRESSES_PER_MESSAGE, type Limits, MAX_UINT32 } from './limits.ts';
import type { ClientMessage, RelayMessage, WantFrom } from './messages.ts';
import { isNoteBody, isNoteName, NOTE_BYTES } from './note.ts';

/** The reason why a message is not one of the protocol: a code for programs and a sentence for people. */
export interface Violation {
  readonly type: 'violation';
  readonly code: 'malformed' | 'unknown-type';
  readonly message: string;
}

export function violation(code: Violation['code'], message: string): Violation {
  return { type: 'violation', code, message };
}

/** The client's message in `text`, or the violation in it. Never throws. */
export function parseClientMessage(text: string): ClientMessage | Violation {
  const record = parseRecord(text);
  if (record === undefined) return violation('malformed', 'expected a JSON object with a type');
  const { type } = record;
  switch (type) {
    case 'have':
      return parseHave(record);
    case 'drop':
    case 'watch':
    case 'unwatch': {
      const addresses = addressList(record['addresses']);
      return addresses ? { type, addresses } : notAddresses(type);
    }
    case 'want': {
      const { address, from = 0 } = record;
      return isAddress(address) && isUint32(from)
        ? { type, address, from }
        : violation(
            'malformed',
            'want needs an address and, if given, from as a whole number below 2^32',
          );
    }
    case 'unwant':
      return isAddress(record['address'])
        ? { type, address: record['address'] }
        : violation('malformed', 'unwant needs an address');
    case 'resume':
      return parseResume(record);
    case 'ping':
      return { type };
    case 'cancelled':
      return parseRange(type, record);
    case 'note':
      return parseNote(record);
    default:
      return unknownType(type);
  }
}

/** The relay's message in `text`, or the violation in it. Never throws. */
export function parseRelayMessage(text: string): RelayMessage | Violation {
  const record = parseRecord(text);
  if (record === undefined) return violation('malformed', 'expected a JSON object with a type');
  const { type } = record;
  switch (type) {
    case 'welcome':
      return parseWelcome(record);
    case 'resumed':
      return isUint32(record['received'])
        ? { type, received: record['received'] }
        : violation('malformed', 'resumed needs received');
    case 'request':
    case 'cancel':
      return parseRange(type, record);
    case 'seeders':
      return parseSeeders(record);
    case 'corrupt':
      return isAddress(record['address'])
        ? { type, address: record['address'] }
        : violation('malformed', 'corrupt needs an address');
    case 'note':
      return parseReceivedNote(record);
    case 'error':
      return parseError(record);
    case 'pong':
      return { type };
    case 'bye':
      return parseBye(record);
    default:
      return unknownType(type);
  }
}

type Unchecked = Record<string, unknown>;

function parseRecord(text: string): Unchecked | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined; // not JSON: the caller says which form it expected
  }
  return isRecord(value) ? value : undefined;
}

function isRecord(value: unknown): value is Unchecked {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isUint32(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MAX_UINT32;
}

function isPositive(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

function addressList(value: unknown): readonly Address[] | undefined {
  if (!Array.isArray(value) || value.length === 0 || value.length > ADDRESSES_PER_MESSAGE) {
    return undefined;
  }
  return value.every(isAddress) ? value : undefined;
}

function parseHave(record: Unchecked): ClientMessage | Violation {
  const addresses = addressList(record['addresses']);
  if (!addresses) return notAddresses('have');
  const { answers = false } = record;
  if (typeof answers !== 'boolean') return violation('malformed', 'answers is true or false');
  return { type: 'have', addresses, ...(answers && { answers }) };
}

function notAddresses(type: string): Violation {
  return violation('malformed', `${type} needs 1 to ${ADDRESSES_PER_MESSAGE} addresses`);
}

function unknownType(type: unknown): Violation {
  const name = typeof type === 'string' ? type.slice(0, 40) : typeof type;
  return violation('unknown-type', `no message is called ${name}`);
}

function parseResume({ session, wants }: Unchecked): ClientMessage | Violation {
  const areWants = Array.isArray(wants) && wants.length <= ADDRESSES_PER_MESSAGE;
  return typeof session === 'string' && areWants && wants.every(isWantFrom)
    ? { type: 'resume', session, wants }
    : violation('malformed', 'resume needs a session and wants, each an address and from');
}

function isWantFrom(value: unknown): value is WantFrom {
  return isRecord(value) && isAddress(value['address']) && isUint32(value['from']);
}

function parseWelcome(record: Unchecked): RelayMessage | Violation {
  const { limits, heartbeatSeconds, can, session } = record;
  return isLimits(limits) && isPositive(heartbeatSeconds)
    ? {
        type: 'welcome',
        limits,
        heartbeatSeconds,
        ...(Array.isArray(can) && { can: can.filter((name) => typeof name === 'string') }),
        ...(typeof session === 'string' && session && { session }),
      }
    : violation('malformed', 'welcome needs limits and heartbeatSeconds');
}

function parseNote({ address, to, body }: Unchecked): ClientMessage | Violation {
  const isTo = to === undefined || isNoteName(to);
  return isAddress(address) && isTo && isNoteBody(body)
    ? { type: 'note', address, ...(to !== undefined && { to }), body }
    : violation('malformed', `note needs an address, a body of ${NOTE}, and, if given, a name to`);
}

function parseReceivedNote({ address, from, body }: Unchecked): RelayMessage | Violation {
  return isAddress(address) && isNoteName(from) && isNoteBody(body)
    ? { type: 'note', address, from, body }
    : violation('malformed', `note needs an address, a name from and a body of ${NOTE}`);
}

const NOTE = `1 to ${NOTE_BYTES} characters of base64url`;

const LIMIT_NAMES = ['pageBytes', 'frameBytes', 'haves', 'wants', 'watches'] as const;

function isLimits(value: unknown): value is Limits {
  if (!isRecord(value) || !LIMIT_NAMES.every((name) => isPositive(value[name]))) return false;
  return value['noteBytes'] === undefined || isPositive(value['noteBytes']);
}

function parseRange<T extends string>(
  type: T,
  { address, from, length }: Unchecked,
): { type: T; address: Address; from: number; length: number } | Violation {
  return isAddress(address) && isUint32(from) && isUint32(length) && length > 0
    ? { type, address, from, length }
    : violation('malformed', `${type} needs address, from and length`);
}

function parseSeeders(record: Unchecked): RelayMessage | Violation {
  const { counts } = record;
  if (!isRecord(counts)) return violation('malformed', 'seeders needs counts');
  const valid = Object.entries(counts).every(([key, n]) => isAddress(key) && isUint32(n));
  // The check above covered each key and value.
  return valid
    ? { type: 'seeders', counts: counts as Record<Address, number> }
    : violation('malformed', 'seeders needs a whole number for each address');
}

function parseError(record: Unchecked): RelayMessage | Violation {
  const { code, message, address } = record;
  if (typeof code !== 'string' || typeof message !== 'string') {
    return violation('malformed', 'error needs code and message');
  }
  return isAddress(address)
    ? { type: 'error', code, message, address }
    : { type: 'error', code, message };
}

function parseBye(record: Unchecked): RelayMessage | Violation {
  const { reason, retryAfterMs } = record;
  return typeof reason === 'string' && isUint32(retryAfterMs)
    ? { type: 'bye', reason, retryAfterMs }
    : violation('malformed', 'bye needs reason and retryAfterMs');
}
