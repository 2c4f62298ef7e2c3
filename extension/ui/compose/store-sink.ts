/** Keeps the parts of a share in the extension's store, where the background finds them. */
import { newKey } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import {
  type BegunShare,
  type FinishedBundle,
  type NewBundle,
  type PartSink,
  SharingProblem,
} from '@mayfly/relay/view';
import { t } from '@mayfly/relay/words';
import { ask } from '../../browser/messaging.ts';
import type { Shared } from '../../messages.ts';
import { DiskFullError } from '../../store/disk-full.ts';
import type { Pages } from '../../store/pages.ts';
import type { UnfinishedShare } from '../../store/unfinished.ts';
import { isRunning, ShareLock } from './share-lock.ts';

export class StoreSink implements PartSink<Shared> {
  readonly #pages: Pick<Pages, 'parts' | 'unfinished'>;
  readonly #askShare: (bundle: { id: string; name: string }) => Promise<Shared>;
  readonly #lock = new ShareLock();
  /** The name of the running share: it may be another one than that of the interrupted share. */
  #name = '';

  constructor(
    pages: Pick<Pages, 'parts' | 'unfinished'>,
    askShare = (bundle: { id: string; name: string }) => ask('shareBundle', bundle),
  ) {
    this.#pages = pages;
    this.#askShare = askShare;
  }

  async begin(share: NewBundle): Promise<BegunShare> {
    this.#name = share.name;
    const before = await this.#pages.unfinished.find(share.files, share.isSealed);
    if (before && !(await isRunning(before.id))) return await this.#takeUp(before);
    const id = crypto.randomUUID();
    await this.#lock.hold(id);
    const key = share.isSealed ? { key: newKey() } : {};
    await this.#stored(
      this.#pages.unfinished.begin({ ...share, ...key, id, startedAt: Date.now() }),
    );
    return { id, ...key, sealed: new Map() };
  }

  async put(id: string, index: number, address: Address, page: Blob): Promise<void> {
    await this.#stored(this.#pages.parts.put(id, index, address, page));
  }

  async finish(id: string, { page }: FinishedBundle): Promise<Shared> {
    await this.#stored(this.#pages.unfinished.setPage(id, page));
    return await this.#askShare({ id, name: this.#name });
  }

  async discard(id: string): Promise<void> {
    await this.#pages.unfinished.discard(id);
  }

  /** The share has ended, however it did: another tab may take it up. */
  release(): void {
    this.#lock.release();
  }

  async #takeUp({ id, key }: UnfinishedShare): Promise<BegunShare> {
    await this.#lock.hold(id);
    await this.#pages.unfinished.takeUp(id, Date.now());
    const parts = await this.#pages.parts.listOf(id);
    const sealed = new Map(parts.map(({ index, address }) => [index, address]));
    return { id, ...(key && { key }), sealed };
  }

  async #stored(storing: Promise<void>): Promise<void> {
    try {
      await storing;
    } catch (cause) {
      if (cause instanceof DiskFullError) throw new SharingProblem(t('share_diskFull'), { cause });
      throw cause;
    }
  }
}
