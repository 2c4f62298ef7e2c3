/**
 * One tab of the viewer. A reading goes: the background looks for the page and says how far it has come; once the bytes
 * are in the store, this tab reads and opens them; it tells the background that somebody has seen the page, and its title.
 */
import { BUNDLE_TYPE } from '@mayfly/relay/client';
import { findLink, formatLink } from '@mayfly/relay/protocol';
import type { OpenBundle } from '@mayfly/relay/view';
import { essenceOf, type Page } from '@mayfly/relay/words';
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { follow } from '../../browser/background-port.ts';
import type { ask } from '../../browser/messaging.ts';
import { linkOf, viewerUrlOf } from '../../browser/viewer-url.ts';
import {
  type BundleView,
  DELETED_PAGE_PORT,
  type Hints,
  PAGE_PORT,
  type PageView,
  type ViewerNote,
} from '../../messages.ts';
import type { Pages } from '../../store/pages.ts';
import type { PassingPages } from '../../store/passing-pages.ts';
import { DamagedPageError, troubleIn } from '../../store/store-error.ts';
import { writeArchive } from '../../store/write-archive.ts';
import { StoredPage } from './stored-page.ts';
import { ViewerBundle } from './viewer-bundle.ts';

export interface ViewerTabDeps {
  /** Where the tab is. */
  readonly url: URL;
  readonly pages: Pages;
  readonly passing: PassingPages;
  /** Resolves when somebody has seen this tab. */
  readonly seen: Promise<void>;
  /** Puts another address on the tab, without a load. */
  readonly onUrl: (url: string) => void;
  /** Loads the tab anew, at another address. */
  readonly onLeave: (url: string) => void;
  readonly follow: typeof follow<PageView>;
  readonly followBundle: typeof follow<BundleView>;
  readonly ask: typeof ask;
}

const NOTHING_YET: PageView = {
  reading: { state: 'connecting' },
  connection: { state: 'idle' },
  activity: [],
};

export class ViewerTab {
  readonly #deps: ViewerTabDeps;
  readonly #sight = signal<PageView>(NOTHING_YET);
  /** Undefined where the tab's address has no link in it. */
  readonly page: StoredPage | undefined;
  /** The tab was opened with the code of a keeper, and looks for no page. */
  readonly isKeeperCode: boolean;
  /** The link that the background follows. It finds a page whatever the key. */
  #text: string;
  #unfollow = () => {};
  /** The deleted copy, as an export, for as long as this tab is open. */
  readonly #deleted = signal<Blob | undefined>(undefined);
  #opened: OpenBundle | undefined;
  /** The page is, or was, shared by once links from here. */
  readonly #isOnce = signal(false);
  /** The way to the parts of a page that lists files, once it is open. */
  readonly bundle: ReadonlySignal<OpenBundle | undefined> = computed(() => {
    const reading = this.page?.reading.value;
    if (reading?.state !== 'shown') return undefined;
    return (this.#opened ??= this.#bundleOf(reading.page));
  });

  constructor(deps: ViewerTabDeps) {
    this.#deps = deps;
    const text = linkOf(deps.url);
    const found = findLink(text);
    this.isKeeperCode = found?.isKeeperCode === true;
    this.#text = found ? formatLink(found.link) : text;
    if (this.isKeeperCode) return;
    this.page = found && new StoredPage({ ...deps, found });
    // The link may have been changed on its way here; it is whole from now on. A damaged one stays to be looked at.
    if (found && !found.isKeyDamaged) deps.onUrl(viewerUrlOf(this.#text));
    this.start();
  }

  get sight(): ReadonlySignal<PageView> {
    return this.#sight;
  }

  /** The link to share; undefined while its key is damaged, and for a page that is shared by once links. */
  get link(): string | undefined {
    if (!this.page || this.page.found.value.isKeyDamaged || this.#isOnce.value) return undefined;
    return this.#sight.value.link ?? this.#text;
  }

  /** Looks for the page, from the start. */
  start(): void {
    this.#unfollow();
    const isDeleted = () => this.#sight.value.copy?.state === 'deleted';
    this.#unfollow = this.#deps.follow(
      () => (isDeleted() ? DELETED_PAGE_PORT : PAGE_PORT) + this.#textNow(),
      (sight) => this.#onSight(sight),
      (say) => this.#tell(say),
    );
  }

  /** Takes the want back: the background does so once nobody follows. */
  cancel(): void {
    this.#unfollow();
    const { activity } = this.#sight.value;
    this.#sight.value = { ...NOTHING_YET, reading: { state: 'cancelled' }, activity };
  }

  /** Whether the deletion of the copy can be taken back. */
  get canUndo(): boolean {
    return this.#deleted.value !== undefined && this.#sight.value.copy?.state === 'deleted';
  }

  /** Deletes the copy in this browser; the page stays on the screen. */
  async deleteCopy(): Promise<void> {
    const { pages, ask: request } = this.#deps;
    const address = this.page?.found.value.link.address;
    if (address === undefined) return;
    // A copy that cannot be read can be deleted all the same, and not brought back.
    const options = { hasKeys: true, isChecked: false }; // to compare a large bundle would take long
    const archive = await writeArchive(pages, [address], options).catch(() => undefined);
    this.#deleted.value = archive?.file;
    await request('deletePages', [address]);
  }

  /** Keeps the deleted copy again, as it was. */
  async undoDelete(): Promise<void> {
    const file = this.#deleted.value;
    if (!file) return;
    const url = URL.createObjectURL(file);
    try {
      await this.#deps.ask('restorePages', url);
      this.#deleted.value = undefined;
    } finally {
      URL.revokeObjectURL(url);
    }
    const { copy: _, ...sight } = this.#sight.value;
    this.#sight.value = sight; // so that the page is followed as one that is kept
    this.start();
  }

  /** Opens a locked page with a pasted key. Says why where the key does not open it. */
  async unlock(pasted: string): Promise<string | undefined> {
    if (await this.#leaveForOnce(pasted)) return undefined;
    const tried = await this.page?.tryKey(pasted);
    if (!tried || 'problem' in tried) return tried?.problem;
    this.#showLink();
    return undefined;
  }

  /** Opens the whole once link that somebody pasted. The page that came for its first half is only a lock, and is not kept. */
  async #leaveForOnce(pasted: string): Promise<boolean> {
    const whole = findLink(pasted)?.link;
    const address = this.page?.found.value.link.address;
    if (!whole?.capability || whole.address !== address) return false;
    await this.#deps.ask('deletePages', [whole.address]);
    this.#deps.onLeave(viewerUrlOf(formatLink(whole)));
    return true;
  }

  /** Undefined for a page of another kind. */
  #bundleOf(page: Page): OpenBundle | undefined {
    if (essenceOf(page.mediaType) !== BUNDLE_TYPE) return undefined;
    const { pages, followBundle } = this.#deps;
    const link = () => this.#textNow();
    return new ViewerBundle({ pages, page, link, follow: followBundle });
  }

  #onSight(sight: PageView): void {
    if (sight.copy?.state === 'held' && sight.copy.once) this.#isOnce.value = true;
    this.#sight.value = sight;
    const { copy } = sight;
    if (copy?.state === 'held' || copy?.state === 'passing') void this.#open(copy);
  }

  #tell(say: (note: ViewerNote) => void): void {
    void this.#deps.seen.then(() => say({ type: 'seen' }));
    void this.page?.opened.then((opened) => say({ type: 'opened', ...opened }));
  }

  #textNow(): string {
    return this.#sight.value.link ?? this.#text;
  }

  /** Opens the stored page, or says why that cannot be. */
  async #open(hints: Hints): Promise<void> {
    try {
      await this.page?.open(hints);
      this.#showLink();
    } catch (error) {
      console.error(error);
      // The background looks at the copy again, and fetches the page where the copy is damaged.
      if (error instanceof DamagedPageError) return this.start();
      this.#unfollow();
      const obstacle = { by: 'store', trouble: troubleIn(error) ?? 'unreadable' } as const;
      const { copy: _, ...sight } = this.#sight.value;
      this.#sight.value = { ...sight, obstacle };
    }
  }

  /** Takes up a link that got its key here: from the store, or from the user. The key of once links is in no link. */
  #showLink(): void {
    if (this.#isOnce.peek()) return;
    const { link, isKeyDamaged } = this.page?.found.value ?? { isKeyDamaged: true };
    if (!link?.key || isKeyDamaged) return;
    if (String(link.key) === String(findLink(this.#text)?.link.key)) return;
    this.#text = formatLink(link);
    this.#deps.onUrl(viewerUrlOf(this.#text));
    this.start();
  }
}
