/**
 * The parts of the bundle that one tab of the viewer shows: the background fetches them and says how far it has come, and
 * this tab reads them from the store.
 */
import { parseManifest } from '@mayfly/relay/client';
import type { BundleState, OpenBundle } from '@mayfly/relay/view';
import type { Page } from '@mayfly/relay/words';
import { type ReadonlySignal, signal } from '@preact/signals';
import type { follow } from '../../browser/background-port.ts';
import { BUNDLE_PORT, type BundleView, type BundleWish } from '../../messages.ts';
import type { Pages } from '../../store/pages.ts';
import { PartWait } from './part-wait.ts';

export interface ViewerBundleDeps {
  readonly pages: Pages;
  /** The page of the manifest. */
  readonly page: Page;
  /** The link that the background follows now. */
  readonly link: () => string;
  readonly follow: typeof follow<BundleView>;
}

export class ViewerBundle implements OpenBundle {
  readonly #deps: ViewerBundleDeps;
  readonly #state = signal<BundleState>({ held: new Set(), wanted: 0, failed: [] });
  readonly #waits = new Set<PartWait>();
  #all: readonly number[] | undefined;
  #say: (wish: BundleWish) => void = () => {};

  /** Follows the bundle for as long as the tab is there. */
  constructor(deps: ViewerBundleDeps) {
    this.#deps = deps;
    deps.follow(
      () => BUNDLE_PORT + deps.link(),
      (view) => this.#onView(view),
      (say) => this.#onOpen(say),
    );
  }

  get state(): ReadonlySignal<BundleState> {
    return this.#state;
  }

  async want(parts: readonly number[] | 'all', signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const all = parts === 'all' ? this.#allParts() : parts;
    const wait = new PartWait(parts, all, this.#state.value);
    // Another wait may have asked for these parts already.
    const isAsked = [...this.#waits].some((other) => other.covers(wait));
    if (wait.isOver) return await wait.ended;
    this.#waits.add(wait);
    if (!isAsked) this.#say({ type: 'want', parts });
    const leave = () => wait.leave(signal?.reason);
    signal?.addEventListener('abort', leave);
    try {
      await wait.ended;
    } finally {
      signal?.removeEventListener('abort', leave);
      this.#waits.delete(wait);
    }
  }

  stop(): void {
    this.#say({ type: 'stop' });
    for (const wait of this.#waits) wait.leave(new DOMException('stopped', 'AbortError'));
  }

  async page(index: number): Promise<Blob | undefined> {
    const id = await this.#id();
    return id === undefined ? undefined : await this.#deps.pages.parts.page(id, index);
  }

  async discard(index: number): Promise<void> {
    const id = await this.#id();
    if (id !== undefined) await this.#deps.pages.parts.remove(id, index);
  }

  /** Read only where somebody wants all: a manifest may be long. */
  #allParts(): readonly number[] {
    this.#all ??= [...parseManifest(this.#deps.page.bytes).parts.keys()];
    return this.#all;
  }

  /** Looked up each time: a bundle that was deleted and restored has another one. */
  async #id(): Promise<string | undefined> {
    const { pages, page } = this.#deps;
    return (await pages.get(page.address))?.bundle?.id;
  }

  #onView({ held, wanted, failed, complete }: BundleView): void {
    this.#state.value = {
      held: new Set(held),
      wanted,
      failed,
      ...(complete !== undefined && { complete }),
    };
    for (const wait of this.#waits) wait.look(this.#state.value);
  }

  /** A worker that was killed has forgotten what is waited for. */
  #onOpen(say: (wish: BundleWish) => void): void {
    this.#say = say;
    for (const { wish } of this.#waits) say({ type: 'want', parts: wish });
  }
}
