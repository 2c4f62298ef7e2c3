/**
 * The keeper's end of its pairing: reads requests, applies each one once and in the order of its device, and answers
 * after that is durable. It knows neither disks nor relays.
 */
import { encodeBase64url } from '../../protocol/index.ts';
import type { Bytes } from '../derived-key.ts';
import { type AnswerNote, answeredAddresses, answerNoteBody } from './answer-note.ts';
import type { DeviceBook, KeeperLedger, KeptState, PairedDevice } from './keeper-ledger.ts';
import {
  type NoteKeep,
  openRequestNote,
  type PairingLine,
  type SentRequest,
} from './request-note.ts';
import { PartLists } from './part-lists.ts';

export interface KeeperDeskDeps {
  readonly pairing: PairingLine;
  /** The keeper's name as people see it. */
  readonly name: string;
  /** The origins of the relays where the keeper fetches and serves pages. */
  readonly relays: readonly string[];
  readonly ledger: KeeperLedger;
  readonly devices: DeviceBook;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** The effect of one keep. */
interface Outcome {
  readonly state: KeptState;
  /** The number of parts that are known, while the list is not whole. */
  readonly parts?: number;
}

/** Notes in work at once. The desk ignores the rest; devices ask again. */
const NOTES_AT_ONCE = 32;
/** The devices of one keeper. */
const DEVICES_MOST = 1_000;

export class KeeperDesk {
  readonly #deps: KeeperDeskDeps;
  readonly #lists = new PartLists();
  /** The outcome of the last keep of a device, for repetitions of that request. */
  readonly #outcomes = new Map<string, Outcome & { readonly id: string }>();
  #inWork = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(deps: KeeperDeskDeps) {
    this.#deps = deps;
  }

  /**
   * The body of the answer to a note about the pairing's address, which came through the relay at this origin. Undefined
   * if the note is not a request of a paired device. Rejects if a store failed; then the device asks again.
   */
  async receive(body: Uint8Array, relay: string): Promise<Bytes | undefined> {
    if (this.#inWork >= NOTES_AT_ONCE) return undefined;
    this.#inWork += 1;
    const answered = this.#turn.then(() => this.#answer(body, relay));
    this.#turn = answered.catch(() => {}); // the caller is told
    try {
      return await answered;
    } finally {
      this.#inWork -= 1;
    }
  }

  async #answer(body: Uint8Array, relay: string): Promise<Bytes | undefined> {
    const { pairing, devices } = this.#deps;
    const sent = await openRequestNote(body, pairing);
    if (!sent) return undefined;
    const client = encodeBase64url(sent.turn.client);
    const device = devices.get(client);
    if (!device && devices.size >= DEVICES_MOST) return undefined;
    const isNew = isChange(sent) && sent.turn.count > (device?.count ?? 0);
    if (isNew) await this.#apply(sent, device, relay);
    const answer = this.#answerTo(sent, devices.get(client));
    return await answerNoteBody(answer, sent.id, pairing);
  }

  /** The request takes effect before its count is stored, so a crash between the two only repeats it. */
  async #apply(sent: SentRequest, device: PairedDevice | undefined, relay: string): Promise<void> {
    const { devices, ledger, now } = this.#deps;
    const { request, turn } = sent;
    const client = encodeBase64url(turn.client);
    const last = encodeBase64url(sent.id);
    this.#outcomes.delete(client);
    if (request.type === 'keep') {
      const outcome = await this.#keep(request, client, relay);
      this.#outcomes.set(client, { ...outcome, id: last });
    }
    if (request.type === 'release') await ledger.release(request.addresses, client);
    const name = request.type === 'hello' ? request.name : (device?.name ?? '');
    await devices.put({ client, name, count: turn.count, last, seenAt: now() });
  }

  async #keep(request: NoteKeep, client: string, here: string): Promise<Outcome> {
    const { ledger, relays } = this.#deps;
    const { address, bytes, until, relay = here, parts } = request;
    const list = parts ? this.#lists.add(client, address, parts) : [];
    if (typeof list === 'number') return { state: ledger.state(address), parts: list };
    if (!relays.includes(relay)) return { state: 'none' };
    const end = until !== undefined && { until };
    return {
      state: await ledger.keep({ address, parts: list, bytes, ...end, relay, by: [client] }),
    };
  }

  #answerTo(sent: SentRequest, device: PairedDevice | undefined): AnswerNote {
    const { name, relays, ledger } = this.#deps;
    const id = encodeBase64url(sent.id);
    const outcome = this.#outcomeOf(sent, id);
    const { pages, usedBytes, maxBytes } = ledger;
    return {
      name,
      relays,
      pages,
      usedBytes,
      maxBytes,
      states: outcome
        ? [outcome.state]
        : answeredAddresses(sent.request).map((address) => ledger.state(address)),
      isApplied: !isChange(sent) || device?.last === id,
      count: device?.count ?? 0,
      ...(outcome?.parts !== undefined && { parts: outcome.parts }),
    };
  }

  /** The outcome of a keep. The state of a page may have changed since; a refusal stands nowhere else. */
  #outcomeOf({ turn, request }: SentRequest, id: string): Outcome | undefined {
    if (request.type !== 'keep') return undefined;
    const state = this.#deps.ledger.state(request.address);
    const outcome = this.#outcomes.get(encodeBase64url(turn.client));
    // After a restart, nobody knows how much of the list was there: the device sends it again.
    if (outcome?.id !== id) return { state, ...(request.parts && { parts: 0 }) };
    return state === 'none' && outcome.state === 'no-room' ? outcome : { ...outcome, state };
  }
}

function isChange({ request }: SentRequest): boolean {
  return request.type !== 'state';
}
