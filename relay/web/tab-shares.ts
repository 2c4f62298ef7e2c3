/** The shares of several files from this tab, and those that a reload has interrupted. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { SharingProgress } from '../view/bundle/bundle-sharing.ts';
import { type InterruptedShare, isOf } from '../view/bundle/interrupted-share.ts';
import { loadBundleSharing } from '../view/bundle/load-bundle-sharing.ts';
import type { SharesMany } from '../view/bundle/many-sharing.ts';
import { type OfferedFile, t } from '../words/index.ts';
import type { TabSink } from './bundle/tab-sink.ts';
import { namedBundles } from './stored-names.ts';
import type { Tab } from './tab.ts';
import { PARTS_BYTES } from './tab-limits.ts';

interface About {
  readonly name: string;
  readonly isSealed: boolean;
}

export class TabShares {
  readonly #tab: Tab;
  readonly #progress = signal<SharingProgress | undefined>(undefined);
  readonly #interrupted = signal<readonly InterruptedShare[]>([]);
  readonly #problem = signal<string | undefined>(undefined);
  #cancel = (): void => {};

  constructor(tab: Tab) {
    this.#tab = tab;
    void this.#look();
  }

  /** What the form needs; reads a signal. */
  get face(): SharesMany {
    return {
      progress: this.#progress.value,
      onShare: (files, name) =>
        void this.share(files, { name, isSealed: this.#tab.isSealed.peek() }),
      onCancel: () => this.#cancel(),
      mostBytes: PARTS_BYTES,
      advice: t('web_moreRoom'),
      freeBytes: async () => await (await this.#tab.openParts()).room(),
    };
  }

  /** The shares that this tab began before it was loaded again. */
  get interrupted(): ReadonlySignal<readonly InterruptedShare[]> {
    return this.#interrupted;
  }

  /** The reason why the last share failed, as a sentence. */
  get problem(): ReadonlySignal<string | undefined> {
    return this.#problem;
  }

  async share(files: readonly OfferedFile[], about: About): Promise<void> {
    if (this.#tab.isSharing.peek()) return;
    this.#tab.isSharing.value = true;
    this.#problem.value = undefined;
    try {
      await this.#run(files, about);
    } catch (error) {
      console.error(error);
      this.#problem.value = t('web_notCreated', { reason: String(error) });
    }
    this.#tab.isSharing.value = false;
    await this.#look();
  }

  /** Goes on with a share whose files were chosen again. Other files become a choice of their own. */
  async goOn(share: InterruptedShare, files: readonly OfferedFile[]): Promise<void> {
    this.#tab.files.value = files;
    if (isOf(files, share)) await this.share(files, share);
    else this.#problem.value = t('files_otherFiles');
  }

  async discard({ id }: InterruptedShare): Promise<void> {
    await (await this.#sink()).discard(id);
    await this.#look();
  }

  /** Another choice of files is made: the problem of the last one says nothing about it. */
  forgive(): void {
    this.#problem.value = undefined;
  }

  async #run(files: readonly OfferedFile[], { name, isSealed }: About): Promise<void> {
    const [{ BundleSharing }, sink] = await Promise.all([loadBundleSharing(), this.#sink()]);
    const sharing = new BundleSharing(sink);
    const stop = sharing.progress.subscribe((progress) => (this.#progress.value = progress));
    this.#cancel = () => sharing.cancel();
    const end = await sharing.share(files, { name, isSealed });
    stop();
    if (end.state === 'failed') this.#problem.value = end.message;
    if (end.state === 'done') this.#tab.showShared(end.outcome, name);
  }

  async #look(): Promise<void> {
    if (namedBundles().length === 0) this.#interrupted.value = [];
    else this.#interrupted.value = await (await this.#sink()).interrupted();
  }

  async #sink(): Promise<TabSink> {
    const [{ TabSink: Sink }, parts] = await Promise.all([
      import('./bundle/tab-sink.ts'),
      this.#tab.openParts(),
    ]);
    return new Sink(parts, (address, page) => this.#tab.keep(address, page));
  }
}
