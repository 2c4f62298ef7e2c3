/**
 * A keeper: it holds the sealed pages that it was asked to keep, for the relays of its command, and has no key of any. It
 * opens connections to these relays only.
 */
import {
  type Client,
  type ClientEvent,
  createClient,
  KeeperDesk,
  type PageSource,
  relayUrl,
} from '../../client/index.ts';
import type { Address } from '../../protocol/index.ts';
import { ControlSocket } from './control-socket.ts';
import { AnnouncedPages } from './announced-pages.ts';
import { KeepFolder } from './keep-folder.ts';
import { KeptPages } from './kept-pages.ts';
import { LocalDesk } from './local-desk.ts';
import { PageArrivals } from './page-arrivals.ts';
import { DevicesFile, type NamedPairing, openPairing } from './pairing-file.ts';
import { UploadPace } from './upload-pace.ts';

export interface KeeperOptions {
  /** An absolute path. */
  readonly folder: string;
  readonly maxBytes: number;
  /** Bytes a second, for all readers together. */
  readonly uploadRate?: number | undefined;
  /** The origins of its relays; none while only the folder is looked at. */
  readonly relays: readonly string[];
  readonly onConnected?: (origin: string) => void;
  readonly onLost?: (origin: string) => void;
  readonly onKept?: (address: Address) => void;
  readonly onGone?: (address: Address) => void;
  readonly onProblem?: (address: Address, text: string) => void;
}

const EXPIRY_MS = 15_000;
/** Pages whose bytes were not verified since the start are verified one after the other, each in such a time. */
const ROUND_STEP_MS = 2_000;
/** All pages are verified again after this time. */
const ROUND_MS = 7 * 24 * 3_600_000;

interface Parts {
  readonly folder: KeepFolder;
  readonly kept: KeptPages;
  readonly pairing: NamedPairing;
  readonly desk: KeeperDesk;
}

export class Keeper {
  readonly #options: KeeperOptions;
  readonly #clients = new Map<string, Client>();
  readonly #timers: NodeJS.Timeout[] = [];
  #socket: ControlSocket | undefined;
  #arrivals: PageArrivals | undefined;
  #roundAt = Date.now();

  private constructor(options: KeeperOptions) {
    this.#options = options;
  }

  /** Rejects with a `Failure` if another keeper runs with the folder. */
  static async start(options: KeeperOptions): Promise<Keeper> {
    const keeper = new Keeper(options);
    try {
      await keeper.#start();
      return keeper;
    } catch (error) {
      await keeper.close();
      throw error;
    }
  }

  /** The answer to a request of a program of the same user. */
  answer: (request: unknown) => Promise<object> = async () => {
    throw new Error('The keeper is starting.');
  };

  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#arrivals?.close();
    for (const client of this.#clients.values()) client.close();
    await this.#socket?.close();
  }

  async #start(): Promise<void> {
    const folder = await KeepFolder.open(this.#options.folder);
    // Nothing in the folder is touched before it is locked.
    this.#socket = await ControlSocket.open(folder.path, (request) => this.answer(request));
    const kept = await this.#openPages(folder);
    const { relays } = this.#options;
    const pairing = await openPairing(folder);
    const devices = new DevicesFile(folder);
    this.answer = new LocalDesk({ kept, relays, pairing, devices }).answer;
    const { name } = pairing;
    const desk = new KeeperDesk({ pairing, name, relays, ledger: kept, devices, now: Date.now });
    if (relays.length > 0) this.#connect({ folder, kept, pairing, desk });
  }

  async #openPages(folder: KeepFolder): Promise<KeptPages> {
    const { maxBytes, onKept, onGone } = this.#options;
    return await KeptPages.open({
      folder,
      maxBytes,
      now: Date.now,
      onMissing: (addresses) => this.#arrivals?.want(addresses),
      onArrived: (address) => {
        for (const client of this.#clients.values()) client.have(address);
        onKept?.(address);
      },
      onGone: (addresses) => {
        this.#arrivals?.forget(addresses);
        for (const client of this.#clients.values()) client.drop(...addresses);
        for (const address of addresses) onGone?.(address);
      },
    });
  }

  #connect({ folder, kept, pairing, desk }: Parts): void {
    const { relays, uploadRate, onProblem } = this.#options;
    const paced = uploadRate === undefined ? kept : new UploadPace(kept, uploadRate);
    const pages = new AnnouncedPages(pairing, paced);
    for (const origin of relays) {
      const client = this.#clientAt(origin, pages);
      this.#clients.set(origin, client);
      client.subscribe((event) => void answerNote(event, { client, desk, origin }));
    }
    const [first] = this.#clients.values();
    const arrivals = new PageArrivals({
      folder,
      kept,
      clientAt: (origin) => (origin && this.#clients.get(origin)) || first,
      onProblem: (address, text) => onProblem?.(address, text),
    });
    this.#arrivals = arrivals;
    arrivals.want(kept.missing());
    this.#every(EXPIRY_MS, () => kept.expire());
    this.#every(ROUND_STEP_MS, () => this.#verifyNext(kept));
  }

  #clientAt(origin: string, pages: PageSource): Client {
    const client = createClient({ url: relayUrl(origin), pages });
    let isLost = false;
    client.subscribe((event) => {
      if (event.type !== 'connection') return;
      const { state } = event.connection;
      if (state === 'open') this.#options.onConnected?.(origin);
      if (state === 'waiting' && !isLost) this.#options.onLost?.(origin);
      if (state !== 'connecting') isLost = state === 'waiting';
    });
    return client;
  }

  async #verifyNext(kept: KeptPages): Promise<void> {
    const address = kept.doubtful();
    if (address) await kept.isSound(address);
    else if (Date.now() - this.#roundAt > ROUND_MS) {
      this.#roundAt = Date.now();
      kept.doubt();
    }
  }

  /** A disk that fails now may work later; a page that cannot be read is not served meanwhile. */
  #every(ms: number, act: () => Promise<void>): void {
    let isRunning = false;
    const timer = setInterval(() => {
      if (isRunning) return;
      isRunning = true;
      void act()
        .catch(() => {})
        .then(() => (isRunning = false));
    }, ms);
    this.#timers.push(timer);
  }
}

interface NoteAt {
  readonly client: Client;
  readonly desk: KeeperDesk;
  /** The relay that the note came through. */
  readonly origin: string;
}

async function answerNote(event: ClientEvent, { client, desk, origin }: NoteAt): Promise<void> {
  if (event.type !== 'note') return;
  // A disk that fails now may take the same request when the device repeats it.
  const answer = await desk.receive(event.body, origin).catch(() => undefined);
  if (answer) client.note(event.address, answer, event.from);
}
