/** One tab of the web page: its place, its draft, the page that it reads, and the pages that it holds. */
import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { BUNDLE_TYPE } from '../client/bundle/bundle-limits.ts';
import type { Client } from '../client/client.ts';
import type { ConnectionState } from '../client/events.ts';
import { addressOf, type Sealed } from '../client/index.ts';
import type { Address } from '../protocol/address.ts';
import { DEFAULT_LIMITS, type Limits } from '../protocol/limits.ts';
import { formatLink } from '../protocol/link.ts';
import type { FinishedBundle } from '../view/bundle/part-sink.ts';
import type { PageReading } from '../view/index.ts';
import type { Opens } from '../words/once-link.ts';
import type { OnceShares, OnceSharing } from './once/once-shares.ts';
import { type Draft, EMPTY_DRAFT, type OfferedFile } from '../words/index.ts';
import type { HeldParts } from './bundle/held-parts.ts';
import type { HeldPage, HeldPages } from './held-pages.ts';
import { LastCopies } from './last-copies.ts';
import type { Content } from './made-page.ts';
import { leave, type Place, placeOf } from './tab-place.ts';
import { routeOf } from './route.ts';
import { readSealed, storeSealed } from './stored-choice.ts';
import { namedOnce } from './stored-names.ts';
import type { TabOnce } from './tab-once.ts';
import type { TabParts } from './tab-parts.ts';
import type { TabShares } from './tab-shares.ts';
import type { TabStore } from './tab-store.ts';

export interface TabDeps {
  readonly client: Client;
  readonly pages: HeldPages;
  /** True if this browser can hash. */
  readonly canHash: boolean;
  /** The pages that this browser stores for the tab, for when its reader comes back. */
  readonly store?: Pick<TabStore, 'stored' | 'delete'>;
  /** The parts of bundles that the tab holds. */
  readonly parts: Pick<TabParts, 'open'>;
  /** The pages that the tab shared by once links. */
  readonly once: Pick<TabOnce, 'open' | 'opened'>;
  /** The draft from before a reload. */
  readonly draft: Draft;
  readonly now: () => number;
  /** Resolves once somebody has seen this tab. */
  readonly seen: Promise<void>;
}

export class Tab {
  readonly canHash: boolean;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly draft: Signal<Draft>;
  /** The files that are shared instead of the draft. */
  readonly files = signal<readonly OfferedFile[]>([]);
  /** How often the links of the next page open; undefined: any number of times. */
  readonly opens = signal<Opens | undefined>(undefined);
  /** True while files are on their way into a share, which would be lost with the tab. */
  readonly isSharing = signal(false);
  /** True while a page is on the screen that is gone with it. */
  readonly isFleeting = signal(false);
  /** The shares of several files. The first screen that offers them makes it. */
  shares: TabShares | undefined;
  readonly #isSealed = signal(readSealed());
  readonly #deps: TabDeps;
  readonly #place = signal<Place>({ screen: 'compose' });
  readonly #connection: Signal<ConnectionState>;
  readonly #lastCopies: LastCopies;
  readonly #isSeen = signal(false);
  /** The page on the screen, once its copy here is deleted. */
  readonly #deleted = signal<HeldPage>();
  /** The draft from which the last page was made. */
  #created: Draft | undefined;

  constructor(deps: TabDeps) {
    this.#deps = deps;
    this.canHash = deps.canHash;
    this.now = deps.now;
    this.draft = signal(deps.draft);
    this.#connection = signal(deps.client.connection);
    this.#lastCopies = new LastCopies(deps.client);
    const once = new Set(namedOnce()); // their last copy matters while their links are open
    for (const address of deps.pages.held) if (!once.has(address)) this.#lastCopies.follow(address);
    deps.client.subscribe((event) => {
      if (event.type === 'connection') this.#connection.value = event.connection;
    });
    void deps.seen.then(() => (this.#isSeen.value = true));
    // An opened file of several is a place in history too, and its address is that of their list.
    addEventListener('popstate', () => this.#isAtPage() || this.#arrive());
    this.#arrive();
  }

  get place(): ReadonlySignal<Place> {
    return this.#place;
  }

  get connection(): ReadonlySignal<ConnectionState> {
    return this.#connection;
  }

  /** True if new pages are encrypted. */
  get isSealed(): ReadonlySignal<boolean> {
    return this.#isSealed;
  }

  /** True if somebody has seen this tab. Until then it holds no page that it reads. */
  get isSeen(): ReadonlySignal<boolean> {
    return this.#isSeen;
  }

  /** True if a page would be gone with this tab. */
  get holdsLastCopy(): boolean {
    return this.#lastCopies.hasAny || this.isFleeting.peek();
  }

  /** True while a once link that nobody has opened yet needs this tab. */
  get isAwaited(): boolean {
    return this.#deps.once.opened?.isAwaited ?? false;
  }

  get client(): Client {
    return this.#deps.client;
  }

  /** Resolves once somebody has seen this tab. */
  get seen(): Promise<void> {
    return this.#deps.seen;
  }

  /** The parts of bundles that this tab holds. Rejects where the code for them cannot be loaded. */
  async openParts(): Promise<HeldParts> {
    return await this.#deps.parts.open();
  }

  /** The pages that this tab shared by once links. Rejects where the code for them cannot be loaded. */
  async openOnce(): Promise<OnceShares> {
    return await this.#deps.once.open();
  }

  /** The bytes of a page, as it travels, where this tab holds it. */
  pageHere(address: Address): Uint8Array<ArrayBuffer> | undefined {
    return this.#deps.pages.get(address);
  }

  /** True if this browser has stored the page for this tab. */
  isStored(address: Address): boolean {
    return this.#deps.store?.stored.value.has(address) ?? false;
  }

  /** True if the copy of the page on the screen is deleted. */
  get isDeleted(): boolean {
    return this.#deleted.value !== undefined;
  }

  /** Deletes the copy of the page on the screen, where it stays until its reader leaves it. */
  deleteCopy(address: Address): void {
    const { client, pages, store } = this.#deps;
    const bytes = pages.delete(address);
    if (!bytes) return;
    client.drop(address);
    this.#lastCopies.unfollow(address);
    void store?.delete(address);
    this.#deleted.value = [address, bytes];
  }

  undoDelete(): void {
    const deleted = this.#deleted.peek();
    this.#deleted.value = undefined;
    if (deleted) this.#hold(...deleted);
  }

  /** From now on, in this browser, until chosen otherwise. */
  chooseSealed(isSealed: boolean): void {
    this.#isSealed.value = isSealed;
    storeSealed(isSealed);
  }

  /** Makes a page of the draft: one for everybody with its link, or one whose links open as often as `opens` says. */
  async create(draft: Draft, opens?: Opens): Promise<void> {
    const { text, mediaType } = draft;
    await this.#publish({ bytes: new TextEncoder().encode(text), hints: { mediaType } }, opens);
    this.#created = draft;
  }

  async createFile(file: File, opens?: Opens): Promise<void> {
    const { contentOfFile } = await import('./compose-screen.tsx');
    await this.#publish(await contentOfFile(file), opens);
    this.files.value = [];
  }

  /** Holds the list of files that are being shared. Resolves once it is stored, where the browser stores it. */
  async keep(address: Address, page: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.#deps.pages.keep(address, page);
  }

  /** Shows shared files under their link, as a reader would see them. */
  showShared({ address, key, parts }: FinishedBundle, name: string): void {
    this.files.value = [];
    const hints = { mediaType: BUNDLE_TYPE, name, ...(key && { key }) };
    this.#go(formatLink({ relay: location.origin, address, ...hints, relays: [] }), true);
    this.#deps.client.have(address, ...parts);
    this.#lastCopies.follow(address);
  }

  /** Holds a page from now on and shows it under its link, as a reader would see it. */
  async #publish({ bytes: content, hints }: Content, opens?: Opens): Promise<void> {
    // Loaded already: the request comes from this screen.
    const { makePage } = await import('./compose-screen.tsx');
    const { pageBytes } = limitsOf(this.#connection.peek());
    const isSealed = opens !== undefined || this.#isSealed.peek();
    const { bytes, key } = await makePage(content, { isSealed, pageBytes });
    const address = await addressOf(bytes);
    if (opens && key) return await this.#shareOnce(address, { bytes, key }, { hints, opens });
    void this.#deps.pages.keep(address, bytes);
    const secret = key && { key };
    this.#go(
      formatLink({ relay: location.origin, address, ...secret, ...hints, relays: [] }),
      true,
    );
    // Announced only now, so that the activity log of the page's screen shows it.
    this.#deps.client.have(address);
    this.#lastCopies.follow(address);
  }

  /** Shows the once links of a page, whose own address says nothing. */
  async #shareOnce(address: Address, page: Sealed, { hints, opens }: OnceSharing): Promise<void> {
    const once = await this.openOnce();
    await this.#deps.pages.keep(address, page.bytes);
    try {
      await once.create(address, page, { hints, opens });
    } catch (error) {
      this.deleteCopy(address);
      throw error;
    }
    this.#go(`/${address}`, true);
    this.#deps.client.have(address);
  }

  /** Tries a pasted key on `page`. If it fits, the link of the tab gets the key; otherwise resolves with the reason. */
  async unlock(page: PageReading, pasted: string): Promise<string | undefined> {
    const tried = await page.tryKey(pasted);
    if (!tried || 'problem' in tried) return tried?.problem;
    history.replaceState(null, '', formatLink(tried.link));
    return undefined;
  }

  /** Goes to a new page. Going back in history, in contrast, finds the last draft again. */
  goHome(): void {
    if (this.draft.peek() === this.#created) this.draft.value = EMPTY_DRAFT;
    this.#go('/');
  }

  /** Goes to another address in place of this one. */
  replace(href: string): void {
    history.replaceState(null, '', href);
    this.#arrive();
  }

  #go(href: string, isMade = false): void {
    history.pushState(null, '', href);
    this.#arrive(isMade);
    scrollTo(0, 0);
  }

  #arrive(isMade = false): void {
    const route = routeOf(location.href);
    this.#deleted.value = undefined;
    // This browser mends the link; the relay hears nothing of it. A damaged link stays, so that a person can look at it.
    if (route.screen === 'read' && !route.isKeyDamaged) {
      history.replaceState(history.state, '', formatLink(route.link));
    }
    leave(this.#place.peek());
    this.#place.value =
      route.screen === 'read'
        ? placeOf(route, { ...this.#deps, onReadable: this.#onReadable, isMade })
        : route;
  }

  /** True if the tab's address is that of the page on the screen. */
  #isAtPage(): boolean {
    const [route, place] = [routeOf(location.href), this.#place.peek()];
    if (route.screen !== 'read' || place.screen !== 'read') return false;
    return formatLink(route.link) === formatLink(place.page.found.link);
  }

  readonly #onReadable = (...page: HeldPage): void => {
    void this.#deps.seen.then(() => this.#hold(...page));
  };

  #hold(address: Address, bytes: Uint8Array<ArrayBuffer>): void {
    void this.#deps.pages.keep(address, bytes);
    this.#deps.client.have(address);
    this.#lastCopies.follow(address);
  }
}

function limitsOf(connection: ConnectionState): Limits {
  return connection.state === 'open' ? connection.limits : DEFAULT_LIMITS;
}
