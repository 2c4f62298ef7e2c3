/** An author and readers of links that open once, without a browser: the parties of the exchange at a real relay. */
import {
  addressOf,
  type Client,
  createClient,
  type LockChange,
  makeLock,
  OnceAuthor,
  OnceReader,
  type OnceState,
  openLock,
  openSealed,
  relayUrl,
  seal,
} from '@mayfly/relay/client';
import { type Address, formatLink, isLinkProblem, parseLink } from '@mayfly/relay/protocol';
import { scheduleTimeout } from '../../relay/client/socket.ts';
import { MemoryLocks, MemoryReadings } from '../client/once/once-scene.ts';
import { MemoryPages } from './wire.ts';

/** The facts about a link that the author's program has, and a relay must not learn. */
export interface OnceLink {
  readonly url: string;
  readonly lock: Address;
  readonly capability: Uint8Array;
  readonly contentKey: Uint8Array;
}

/** Holds sealed pages and their locks in memory, and gives the keys to readers who prove to have a link. */
export class OnceWriter {
  readonly locks = new MemoryLocks();
  readonly changes: LockChange[] = [];
  /** Hears no notes, as if its answers were lost. */
  isSilent = false;
  readonly #pages = new MemoryPages();
  readonly #relay: string;
  readonly #client: Client;
  #beforeAnswer = async (): Promise<void> => {};
  #onChange: (change: LockChange) => void = () => {};

  constructor(relay: string) {
    this.#relay = relay;
    const { locks, changes } = this;
    this.#client = createClient({
      url: relayUrl(relay),
      pages: {
        addresses: () => this.#pages.addresses(),
        read: (...range) => this.#pages.read(...range),
        answers: (address) => locks.records.has(address),
      },
    });
    const author = new OnceAuthor({
      store: locks,
      now: Date.now,
      send: (address, body, to) => this.#client.note(address, body, to),
      onChange: (_, change) => {
        changes.push(change);
        this.#onChange(change);
      },
    });
    this.#client.subscribe((event) => {
      if (event.type !== 'note' || this.isSilent) return;
      void this.#beforeAnswer().then(() => author.receive(event));
    });
  }

  /** The next reader waits until `answer` is called. `asked` resolves when that reader has asked. */
  keepNextWaiting(): { readonly asked: Promise<void>; readonly answer: () => void } {
    const asked = Promise.withResolvers<void>();
    const answered = Promise.withResolvers<void>();
    this.#beforeAnswer = async () => {
      asked.resolve();
      await answered.promise;
    };
    return { asked: asked.promise, answer: answered.resolve };
  }

  /** Resolves with the times of the next opening when its receipt is here, in Unix milliseconds. */
  nextReceipt(): Promise<{ readonly at: number; readonly receivedAt: number }> {
    return new Promise((resolve) => {
      this.#onChange = (change) => {
        if (change.type !== 'received') return;
        const { at, receivedAt = at } = change.release;
        resolve({ at, receivedAt });
      };
    });
  }

  /** A link to `text` that opens `total` times. Resolves when the relay knows of it. */
  async write(text: string, total = 1): Promise<OnceLink> {
    const { bytes, key: contentKey } = await seal(new TextEncoder().encode(text));
    const page = await this.#hold(bytes);
    const of = { page, bytes: bytes.length, mediaType: 'text/plain', total, contentKey };
    const { lockPage, record } = await makeLock({ ...of, createdAt: Date.now() });
    const { lock, capability } = record;
    this.locks.records.set(lock, record);
    await this.#hold(lockPage);
    await this.#client.settled();
    const url = formatLink({ relay: this.#relay, address: lock, capability, relays: [] });
    return { url, lock, capability, contentKey };
  }

  close(): void {
    this.#client.close();
  }

  async #hold(bytes: Uint8Array<ArrayBuffer>): Promise<Address> {
    const address = await addressOf(bytes);
    this.#pages.add({ address, bytes: Buffer.from(bytes) });
    this.#client.have(address);
    return address;
  }
}

/** The parts of a link that a reader needs. */
export function onceLinkIn(text: string): Pick<OnceLink, 'url' | 'lock' | 'capability'> {
  const link = parseLink(text);
  if (isLinkProblem(link) || !link.capability) throw new Error(`expected a once link, got ${text}`);
  return { url: text, lock: link.address, capability: link.capability };
}

export type Read =
  | { readonly text: string; readonly answeredInMs: number; readonly receivedInMs: number }
  | { readonly spentAt: number };

/**
 * Opens a link as a reader's browser does, up to the author's answer to the receipt. `beforeReceipt` is awaited when the
 * text is here.
 */
export async function readOnce(
  relay: string,
  { lock, capability }: Pick<OnceLink, 'lock' | 'capability'>,
  beforeReceipt = async (): Promise<void> => {},
): Promise<Read> {
  const pages = new MemoryPages();
  const client = createClient({ url: relayUrl(relay), pages });
  let reader: OnceReader | undefined;
  const stop = client.watch(lock, (count) => reader?.counted(count));
  try {
    const opened = await openLock(await client.fetch(lock), capability);
    if (typeof opened === 'string') throw new Error(`expected a lock, got ${opened}`);
    const page = await client.fetch(opened.page);
    const states = new States();
    const begun = await OnceReader.begin({
      address: lock,
      lock: opened,
      capability,
      store: new MemoryReadings(),
      now: Date.now,
      random: Math.random,
      schedule: scheduleTimeout,
      send: (body, to) => client.note(lock, body, to),
      onState: (state) => states.add(state),
    });
    if (begun === 'not-a-lock') throw new Error('expected a usable lock');
    reader = begun;
    client.subscribe((event) => {
      if (event.type === 'note') void begun.receive(event.from, event.body);
      if (event.type === 'refused') begun.refused(event.code);
    });
    const askedAt = performance.now();
    await reader.open();
    const answer = await states.next('opened', 'spent');
    if (answer.state === 'spent') return { spentAt: answer.at };
    const answeredInMs = performance.now() - askedAt;
    const content = await openSealed(page, answer.contentKey);
    if (typeof content === 'string') throw new Error(`expected content, got ${content}`);
    await beforeReceipt();
    const shownAt = performance.now();
    await reader.received();
    await states.next('received');
    const receivedInMs = performance.now() - shownAt;
    return { text: new TextDecoder().decode(content), answeredInMs, receivedInMs };
  } finally {
    stop();
    client.close();
  }
}

/** The states of a reader, for those who wait for one. */
class States {
  readonly #seen: OnceState[] = [];
  #wake = (): void => {};

  add(state: OnceState): void {
    this.#seen.push(state);
    this.#wake();
  }

  async next<S extends OnceState['state']>(
    ...wanted: readonly S[]
  ): Promise<Extract<OnceState, { state: S }>> {
    for (;;) {
      const found = this.#seen.find((one): one is Extract<OnceState, { state: S }> =>
        (wanted as readonly string[]).includes(one.state),
      );
      if (found) return found;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
