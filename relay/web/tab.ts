/** One tab of the web page: where it is, what is being written, which page it reads, and what it holds. */
import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Client } from '../client/client.ts';
import type { ConnectionState } from '../client/events.ts';
import { addressOf } from '../client/index.ts';
import type { Address } from '../protocol/address.ts';
import { DEFAULT_LIMITS, type Limits } from '../protocol/limits.ts';
import { formatLink } from '../protocol/link.ts';
import { PageReading } from '../view/index.ts';
import { type Draft, EMPTY_DRAFT } from '../words/index.ts';
import type { HeldPages } from './held-pages.ts';
import { LastCopies } from './last-copies.ts';
import type { Content } from './made-page.ts';
import { type Route, routeOf } from './route.ts';
import { readSealed, storeSealed } from './stored-choice.ts';

export interface TabDeps {
  readonly client: Client;
  readonly pages: HeldPages;
  /** Whether this browser can hash. */
  readonly canHash: boolean;
  /** The pages that this browser stored for the tab, for when its reader comes back. */
  readonly stored?: ReadonlySignal<ReadonlySet<Address>>;
  /** What was being written before a reload. */
  readonly draft: Draft;
  readonly now: () => number;
  /** Resolves once somebody has seen this tab. */
  readonly seen: Promise<void>;
}

type ReadRoute = Extract<Route, { screen: 'read' }>;

/** A page that is being read. */
export interface Read {
  readonly screen: 'read';
  readonly page: PageReading;
  /** Whether this tab has just made the page. */
  readonly isMade: boolean;
}

/** The screen that the tab shows, with its page where there is one. */
export type Place = Exclude<Route, ReadRoute> | Read;

export class Tab {
  readonly canHash: boolean;
  readonly draft: Signal<Draft>;
  /** What is shared instead of the draft. */
  readonly file = signal<File | undefined>(undefined);
  readonly #isSealed = signal(readSealed());
  readonly #deps: TabDeps;
  readonly #place = signal<Place>({ screen: 'compose' });
  readonly #connection: Signal<ConnectionState>;
  readonly #lastCopies: LastCopies;
  readonly #isSeen = signal(false);
  /** The draft as it was when last made into a page. */
  #created: Draft | undefined;

  constructor(deps: TabDeps) {
    this.#deps = deps;
    this.canHash = deps.canHash;
    this.draft = signal(deps.draft);
    this.#connection = signal(deps.client.connection);
    this.#lastCopies = new LastCopies(deps.client);
    for (const address of deps.pages.held) this.#lastCopies.follow(address);
    deps.client.subscribe((event) => {
      if (event.type === 'connection') this.#connection.value = event.connection;
    });
    void deps.seen.then(() => (this.#isSeen.value = true));
    addEventListener('popstate', () => this.#arrive());
    this.#arrive();
  }

  get place(): ReadonlySignal<Place> {
    return this.#place;
  }

  get connection(): ReadonlySignal<ConnectionState> {
    return this.#connection;
  }

  /** Whether new pages are encrypted. */
  get isSealed(): ReadonlySignal<boolean> {
    return this.#isSealed;
  }

  /** Whether somebody has seen this tab: until then it holds nothing that it reads. */
  get isSeen(): ReadonlySignal<boolean> {
    return this.#isSeen;
  }

  /** Whether a page goes with this tab. */
  get holdsLastCopy(): boolean {
    return this.#lastCopies.hasAny;
  }

  /** Whether this browser has stored the page for this tab. */
  isStored(address: Address): boolean {
    return this.#deps.stored?.value.has(address) ?? false;
  }

  /** From now on, in this browser, until chosen otherwise. */
  chooseSealed(isSealed: boolean): void {
    this.#isSealed.value = isSealed;
    storeSealed(isSealed);
  }

  /** Makes a page of what was written. */
  async create(draft: Draft): Promise<void> {
    const { text, mediaType } = draft;
    await this.#publish({ bytes: new TextEncoder().encode(text), hints: { mediaType } });
    this.#created = draft;
  }

  async createFile(file: File): Promise<void> {
    const { contentOfFile } = await import('./compose-screen.tsx');
    await this.#publish(await contentOfFile(file));
    this.file.value = undefined;
  }

  /** Holds a page from now on and shows it under its link, as a reader would see it. */
  async #publish({ bytes: content, hints }: Content): Promise<void> {
    // Here already: it made the screen from which this is asked for.
    const { makePage } = await import('./compose-screen.tsx');
    const { pageBytes } = limitsOf(this.#connection.peek());
    const making = { isSealed: this.#isSealed.peek(), pageBytes };
    const { bytes, ...key } = await makePage(content, making);
    const address = await addressOf(bytes);
    this.#deps.pages.keep(address, bytes);
    this.#go(formatLink({ relay: location.origin, address, ...key, ...hints, relays: [] }), true);
    // Announced only now, so that the page's own activity log tells of it.
    this.#deps.client.have(address);
    this.#lastCopies.follow(address);
  }

  /** Tries a key that was pasted for `page`; where it fits, the tab is at the link with it. Says why it does not. */
  async unlock(page: PageReading, pasted: string): Promise<string | undefined> {
    const tried = await page.tryKey(pasted);
    if (!tried || 'problem' in tried) return tried?.problem;
    history.replaceState(null, '', formatLink(tried.link));
    return undefined;
  }

  /** To a new page. Going back in history, in contrast, finds the draft as it was left. */
  goHome(): void {
    if (this.draft.peek() === this.#created) this.draft.value = EMPTY_DRAFT;
    this.#go('/');
  }

  #go(href: string, isMade = false): void {
    history.pushState(null, '', href);
    this.#arrive(isMade);
    scrollTo(0, 0);
  }

  #arrive(isMade = false): void {
    const route = routeOf(location.href);
    // Mended in this browser; nothing of it goes to the relay. A damaged link stays to be looked at.
    if (route.screen === 'read' && !route.isKeyDamaged) {
      history.replaceState(history.state, '', formatLink(route.link));
    }
    const left = this.#place.peek();
    if (left.screen === 'read') left.page.stop();
    this.#place.value =
      route.screen === 'read' ? { screen: 'read', page: this.#read(route), isMade } : route;
  }

  #read({ link, isKeyDamaged }: ReadRoute): PageReading {
    const { client, pages, canHash, now, seen } = this.#deps;
    return new PageReading({
      client,
      link,
      isKeyDamaged,
      held: pages.get(link.address),
      onReadable: (bytes) => void seen.then(() => this.#hold(link.address, bytes)),
      canVerify: canHash,
      now,
    });
  }

  #hold(address: Address, bytes: Uint8Array<ArrayBuffer>): void {
    this.#deps.pages.keep(address, bytes);
    this.#deps.client.have(address);
    this.#lastCopies.follow(address);
  }
}

function limitsOf(connection: ConnectionState): Limits {
  return connection.state === 'open' ? connection.limits : DEFAULT_LIMITS;
}
