/**
 * One tab of the viewer at a once link. The background finds the pages and asks for the key; this tab says when a person
 * pressed *Open*, opens the page with the key, and says when it is on the screen. The page and its key are in the memory
 * of this tab alone.
 */
import { openSealed } from '@mayfly/relay/client';
import { decodeBase64url, type FoundLink, formatLink, type Link } from '@mayfly/relay/protocol';
import { pastedOnceLink } from '@mayfly/relay/view';
import { type OnceOpening, problemOf } from '@mayfly/relay/words';
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { follow } from '../../browser/background-port.ts';
import { viewerUrlOf } from '../../browser/viewer-url.ts';
import {
  type KeyedPage,
  ONCE_PORT,
  type OnceTabNote,
  type OpeningView,
  SHOWN_ONCE_PORT,
} from '../../messages.ts';
import type { PassingPages } from '../../store/passing-pages.ts';
import type { OnceTabMemory } from './once-tab-memory.ts';

export interface OnceTabDeps {
  readonly found: FoundLink;
  readonly passing: Pick<PassingPages, 'get'>;
  /** Puts another address on the tab, without a load. */
  readonly onUrl: (url: string) => void;
  readonly follow: typeof follow<OpeningView>;
  readonly memory: OnceTabMemory;
  /** Resolves when the tab is visible. */
  readonly visible: () => Promise<void>;
  readonly now: () => number;
}

const NOTHING_YET: OpeningView = {
  opening: { state: 'arriving', arriving: { state: 'connecting' } },
  connection: { state: 'idle' },
};

export class OnceTab {
  readonly #deps: OnceTabDeps;
  #link: Link;
  readonly #sight = signal(NOTHING_YET);
  /** The state that this tab knows before the background does. */
  readonly #own = signal<OnceOpening>();
  #isOpening = false;
  #unfollow = () => {};
  #say: (note: OnceTabNote) => void = () => {};

  constructor(deps: OnceTabDeps) {
    const { found, memory, onUrl } = deps;
    this.#deps = deps;
    this.#link = found.link;
    if (found.isKeyDamaged || !found.link.capability) {
      // Its relay hears nothing, and the address stays to be looked at.
      this.#own.value = { state: 'failed', problem: { reason: 'bad-capability' } };
      return;
    }
    onUrl(viewerUrlOf(formatLink(found.link)));
    const { shownAt } = memory.read();
    if (shownAt !== undefined) this.#own.value = { state: 'left', at: shownAt };
    this.start();
  }

  readonly opening: ReadonlySignal<OnceOpening> = computed(() => {
    const { opening } = this.#sight.value;
    return this.#own.value ?? (opening.state === 'keyed' ? { state: 'asking' } : opening);
  });

  get sight(): ReadonlySignal<OpeningView> {
    return this.#sight;
  }

  get relay(): string {
    return this.#link.relay;
  }

  /** Looks for the page, from the start. */
  start(): void {
    this.#unfollow();
    if (this.#own.value?.state === 'failed') this.#own.value = undefined;
    this.#unfollow = this.#deps.follow(
      () => (this.#isShown ? SHOWN_ONCE_PORT : ONCE_PORT) + formatLink(this.#link),
      (sight) => this.#onSight(sight),
      (say) => this.#onPort(say),
    );
  }

  /** A person pressed *Open*. */
  press(): void {
    const isLeft = this.#isShown;
    this.#deps.memory.write({ isPressed: true });
    if (isLeft) {
      this.#own.value = undefined;
      this.#sight.value = NOTHING_YET;
      this.start();
    } else this.#say({ type: 'open' });
  }

  /** The page is on the screen. */
  shown(): void {
    this.#deps.memory.write({ isPressed: true, shownAt: this.#deps.now() });
    this.#say({ type: 'shown' });
  }

  /** Looks for the page by a pasted link, or resolves with the reason why that is not whole either. */
  async tryPasted(text: string): Promise<string | undefined> {
    const pasted = pastedOnceLink(this.#link, text);
    if ('problem' in pasted) return pasted.problem;
    this.#link = pasted.link;
    this.#deps.onUrl(viewerUrlOf(formatLink(pasted.link)));
    this.#sight.value = NOTHING_YET;
    this.start();
    return undefined;
  }

  get #isShown(): boolean {
    return this.#deps.memory.read().shownAt !== undefined;
  }

  /** A worker that was killed has forgotten the press, and a reload has brought it back. */
  #onPort(say: (note: OnceTabNote) => void): void {
    this.#say = say;
    const { isPressed, shownAt } = this.#deps.memory.read();
    if (!isPressed || shownAt !== undefined) return;
    // A tab that the browser has restored may be one that nobody looks at.
    void this.#deps.visible().then(() => say({ type: 'open' }));
  }

  #onSight(sight: OpeningView): void {
    this.#sight.value = sight;
    if (sight.opening.state === 'keyed' && !this.#own.value) void this.#open(sight.opening);
  }

  async #open(keyed: KeyedPage): Promise<void> {
    if (this.#isOpening) return;
    this.#isOpening = true;
    try {
      this.#own.value = await this.#opened(keyed);
    } catch (error) {
      console.error(error);
      this.#own.value = { state: 'failed', problem: problemOf(error) };
    } finally {
      this.#isOpening = false;
    }
  }

  async #opened({ page, key, mediaType, name }: KeyedPage): Promise<OnceOpening> {
    const sealed = await this.#deps.passing.get(page);
    if (!sealed) throw new Error(`expected page ${page} on its way, found none`);
    const bytes = await openSealed(sealed.bytes, decodeBase64url(key) ?? new Uint8Array());
    if (typeof bytes === 'string') throw new Error(`expected the key of page ${page}: ${bytes}`);
    const shown = { address: page, bytes, mediaType, ...(name !== undefined && { name }) };
    return { state: 'opened', page: shown };
  }
}
