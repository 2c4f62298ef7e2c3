/** The shares of several files from the compose tab, and those that were interrupted there before. */
import {
  type InterruptedShare,
  loadBundleSharing,
  type SharesMany,
  type SharingProgress,
} from '@mayfly/relay/view';
import { type OfferedFile, t } from '@mayfly/relay/words';
import { type ReadonlySignal, signal } from '@preact/signals';
import { ask } from '../../browser/messaging.ts';
import type { Shared } from '../../messages.ts';
import { freeBytes } from '../../store/disk-full.ts';
import { Pages } from '../../store/pages.ts';
import type { Composing } from '../draft-state.ts';
import { interruptedShares, isOf } from './interrupted.ts';

export class ManyShares {
  readonly #composing: Composing;
  readonly #pages = new Pages();
  readonly #progress = signal<SharingProgress | undefined>(undefined);
  readonly #interrupted = signal<readonly InterruptedShare[]>([]);
  #cancel = (): void => {};

  constructor(composing: Composing) {
    this.#composing = composing;
  }

  /** The view of these shares that the form draws. Reads a signal. */
  get face(): SharesMany {
    return {
      progress: this.#progress.value,
      onShare: (files, name) => void this.share(files, name),
      onCancel: () => this.#cancel(),
      freeBytes: freeAfterAsking,
    };
  }

  get interrupted(): ReadonlySignal<readonly InterruptedShare[]> {
    return this.#interrupted;
  }

  async look(): Promise<void> {
    this.#interrupted.value = await interruptedShares(this.#pages);
  }

  async share(
    files: readonly OfferedFile[],
    name: string,
    isSealed = this.#composing.isSealed.peek(),
  ): Promise<void> {
    const isShared = await this.#composing.share(() => this.#run(files, { name, isSealed }));
    if (isShared && this.#composing.files.peek() === files) this.#composing.setFiles([]);
    await this.look();
  }

  /** Goes on with a share whose files were chosen again. Other files become a choice of their own. */
  async goOn(share: InterruptedShare, files: readonly OfferedFile[]): Promise<void> {
    this.#composing.setFiles(files);
    if (isOf(files, share)) await this.share(files, share.name, share.isSealed);
    else this.#composing.refuse(t('files_otherFiles'));
  }

  /** Goes on with a share whose files are all stored. */
  async finish({ id, name }: InterruptedShare): Promise<void> {
    await this.#composing.share(() => ask('shareBundle', { id, name }));
    await this.look();
  }

  async discard({ id }: InterruptedShare): Promise<void> {
    await this.#pages.unfinished.discard(id);
    await this.look();
  }

  /** Undefined for a share that was cancelled. */
  async #run(
    files: readonly OfferedFile[],
    about: { readonly name: string; readonly isSealed: boolean },
  ): Promise<Shared | undefined> {
    const [{ BundleSharing }, { StoreSink }] = await Promise.all([
      loadBundleSharing(),
      import('./store-sink.ts'),
    ]);
    const sink = new StoreSink(this.#pages);
    const sharing = new BundleSharing(sink);
    const stop = sharing.progress.subscribe((progress) => (this.#progress.value = progress));
    this.#cancel = () => sharing.cancel();
    try {
      const end = await sharing.share(files, about);
      if (end.state === 'done') return end.outcome;
      return end.state === 'failed' ? { outcome: 'refused', message: end.message } : undefined;
    } finally {
      stop();
      sink.release();
    }
  }
}

/** Firefox gives an extension little room until it asks for more, and says yes without a question. */
async function freeAfterAsking(): Promise<number> {
  if (import.meta.env.FIREFOX) await navigator.storage.persist();
  return await freeBytes();
}
