/**
 * A device's end of a pairing: asks the keeper one request after the other, and proves each answer. It stores nothing but
 * the count of its requests; the owner of the requests asks again what got no answer.
 */
import type { Address } from '../../protocol/index.ts';
import type { Client } from '../client.ts';
import type { Bytes } from '../derived-key.ts';
import { ClosedError } from '../errors.ts';
import type { ClientEvent } from '../events.ts';
import type { Schedule } from '../socket.ts';
import {
  answeredAddresses,
  type AnswerNote,
  type KeeperAnswer,
  openAnswerNote,
} from './answer-note.ts';
import { KeeperError, type KeeperProblem } from './keeper-error.ts';
import { KeeperExchange } from './keeper-exchange.ts';
import type { KeptState } from './keeper-ledger.ts';
import { requestNoteBody, type NoteRequest, type RequestTurn } from './request-note.ts';
import { keepNote, type KeeperRequest, type KeepRequest, notesOf } from './keeper-request.ts';
import type { PairingCode } from './pairing-code.ts';
import { openPairingPage } from './pairing-page.ts';
import { nonceOf } from './sealed-note.ts';

export interface TurnStore {
  /**
   * Takes the next turn of this device at this keeper. Its count is above all earlier ones and above `least`. Makes the
   * device's name (`client`: 16 random bytes) at the first call. Resolves once both are durable.
   */
  next(least: number): Promise<RequestTurn>;
}

export interface KeeperClientDeps {
  readonly code: PairingCode;
  /** The client of the code's relay. */
  readonly client: Pick<Client, 'note' | 'watch' | 'fetch' | 'subscribe'>;
  readonly turns: TurnStore;
  readonly schedule: Schedule;
  /** A random number from 0 up to 1. */
  readonly random: () => number;
  /** The keeper came to the relay, or left it. */
  readonly onPresence?: (isHere: boolean) => void;
}

interface Pending {
  readonly exchange: KeeperExchange;
  readonly id: Bytes;
}

/** A turn may be used up by a copy of this device, such as a restored profile. */
const TURNS_MOST = 4;
/** A keeper that starts again in the middle of a list has lost its beginning. */
const LISTS_MOST = 3;
/** From this sending of a request on, its silence may come from a wrong key. */
const SILENT_SENDING = 3;

export class KeeperClient {
  readonly #deps: KeeperClientDeps;
  readonly #stops: readonly (() => void)[];
  readonly #closing = new AbortController();
  #queue: Promise<unknown> = Promise.resolve();
  #pending: Pending | undefined;
  /** The name of the keeper's connection, known since an answer. */
  #keeper: string | undefined;
  #isChecked = false;
  #isHere = false;

  constructor(deps: KeeperClientDeps) {
    this.#deps = deps;
    const { client, code } = deps;
    this.#stops = [
      client.subscribe((event) => this.#onEvent(event)),
      client.watch(code.address, (count) => this.#onCount(count)),
    ];
  }

  /** The keeper is connected to the relay, as far as the relay says. */
  get isHere(): boolean {
    return this.#isHere;
  }

  /**
   * Resolves with the keeper's answer after the request took effect. A `kept` in it is the keeper's word, which no relay can
   * make up. Rejects with a `KeeperError`, a `ClosedError`, the signal's reason, or the error of the turn store. Requests
   * go out one after the other.
   */
  async ask(request: KeeperRequest, signal?: AbortSignal): Promise<KeeperAnswer> {
    const { signal: closing } = this.#closing;
    const ending = signal ? AbortSignal.any([signal, closing]) : closing;
    const asked = this.#queue.then(() => this.#ask(request, ending));
    this.#queue = asked.catch(() => {}); // the caller is told
    return await asked;
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.#closing.abort(new ClosedError());
  }

  async #ask(request: KeeperRequest, ending: AbortSignal): Promise<KeeperAnswer> {
    if (request.type === 'keep') return await this.#keep(request, ending);
    const states = new Map<Address, KeptState>();
    let facts: KeeperAnswer | undefined;
    for (const note of notesOf(request)) {
      facts = answerOf(note, await this.#request(note, ending));
      for (const [address, state] of facts.states) states.set(address, state);
    }
    if (!facts) throw new Error('expected a request of at least one note');
    return { ...facts, states };
  }

  async #keep(request: KeepRequest, ending: AbortSignal): Promise<KeeperAnswer> {
    for (let lists = 0, from = 0; ;) {
      const note = keepNote(request, from);
      const answer = await this.#request(note, ending);
      const { parts } = answer;
      if (parts === undefined) return answerOf(note, answer);
      if (parts <= from) lists += 1;
      if (lists === LISTS_MOST) throw new KeeperError('away');
      from = parts;
    }
  }

  async #request(request: NoteRequest, ending: AbortSignal): Promise<AnswerNote> {
    for (let turns = 0, least = 0; turns < TURNS_MOST; turns++) {
      ending.throwIfAborted();
      const turn = await this.#deps.turns.next(least);
      const answer = await this.#exchange(request, turn, ending);
      if (answer.isApplied) return answer;
      least = answer.count;
    }
    throw new KeeperError('away');
  }

  async #exchange(
    request: NoteRequest,
    turn: RequestTurn,
    ending: AbortSignal,
  ): Promise<AnswerNote> {
    const { code, client, schedule, random } = this.#deps;
    const body = await requestNoteBody(request, turn, code);
    ending.throwIfAborted();
    const exchange = new KeeperExchange({
      schedule,
      random,
      send: (sending) => {
        // A holder that is silent may be a false one: the next sending goes to anybody.
        if (sending > 1) this.#keeper = undefined;
        if (sending >= SILENT_SENDING) void this.#checkCode();
        client.note(code.address, body, this.#keeper);
      },
    });
    const stop = () => exchange.fail(ending.reason);
    ending.addEventListener('abort', stop);
    this.#pending = { exchange, id: nonceOf(body) };
    exchange.send();
    try {
      return await exchange.answer;
    } finally {
      this.#pending = undefined;
      ending.removeEventListener('abort', stop);
    }
  }

  #onEvent(event: ClientEvent): void {
    if (event.type === 'connection' && event.connection.state === 'open') {
      this.#keeper = undefined; // names end with the connection
      this.#pending?.exchange.send(); // an earlier note may have found no connection
    }
    if (!('address' in event) || event.address !== this.#deps.code.address) return;
    if (event.type === 'note') void this.#onNote(event.from, event.body);
    if (event.type === 'refused') this.#onRefused(event.code);
  }

  async #onNote(from: string, body: Uint8Array): Promise<void> {
    const pending = this.#pending;
    const answer = pending && (await openAnswerNote(body, pending.id, this.#deps.code));
    if (!answer) return;
    this.#keeper = from;
    pending.exchange.settle(answer);
  }

  #onRefused(code: string): void {
    if (code === 'no-notes' || code === 'blocked') this.#fail('no-notes');
    if (code !== 'nobody') return;
    if (this.#keeper === undefined) return this.#fail('away');
    this.#keeper = undefined; // its connection is over, and it may have a new one
    this.#pending?.exchange.send();
  }

  #onCount(count: number): void {
    const isHere = count > 0;
    if (isHere === this.#isHere) return;
    this.#isHere = isHere;
    if (isHere) this.#pending?.exchange.hurry();
    this.#deps.onPresence?.(isHere);
  }

  /** A keeper is silent to a wrong key. Its page tells a wrong key from silence. */
  async #checkCode(): Promise<void> {
    if (this.#isChecked) return;
    this.#isChecked = true;
    const { client, code } = this.#deps;
    try {
      const page = await client.fetch(code.address, { signal: this.#closing.signal });
      if (typeof (await openPairingPage(page, code.key)) !== 'string') return;
      this.#isChecked = false;
      this.#fail('wrong-code');
    } catch {
      this.#isChecked = false; // it is away, or the relay refuses the page: the next silence asks again
    }
  }

  #fail(problem: KeeperProblem): void {
    this.#pending?.exchange.fail(new KeeperError(problem));
  }
}

function answerOf(request: NoteRequest, answer: AnswerNote): KeeperAnswer {
  const { name, pages, usedBytes, maxBytes, relays } = answer;
  const states = new Map(
    answeredAddresses(request).map((address, i) => [address, answer.states[i] ?? 'none'] as const),
  );
  return { name, pages, usedBytes, maxBytes, relays, states };
}
