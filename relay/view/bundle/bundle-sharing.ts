/**
 * Shares files as a bundle: a worker seals them part by part, and a sink stores each part before the next is sealed. Knows
 * no store and no screen.
 */
import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { type BundleFile, PART_BYTES } from '../../client/bundle/index.ts';
import { t } from '../../words/language.ts';
import { mediaTypeOfFile, type OfferedFile } from '../../words/offered-file.ts';
import { shownName } from '../../words/page-name.ts';
import { RecentProgress } from '../../words/time-left.ts';
import {
  type BegunShare,
  type FinishedBundle,
  type NewBundle,
  type PartSink,
  SharingProblem,
} from './part-sink.ts';
import { startSealWorker } from './seal-worker-start.ts';
import type { SealingFailure, SealingNews } from './sealing.ts';

/** The part of the work that is done. */
export interface SharingProgress {
  /** `announcing`: all is stored, and a cancellation comes too late. */
  readonly step: 'sealing' | 'announcing';
  /** Bytes that are stored, of `total`. */
  readonly bytes: number;
  readonly total: number;
  /** Both undefined while too little is known. */
  readonly bytesPerSecond?: number | undefined;
  readonly secondsLeft?: number | undefined;
}

export type SharingEnd<Outcome> =
  | { readonly state: 'done'; readonly outcome: Outcome }
  | { readonly state: 'cancelled' }
  /** `message` is a sentence for people. */
  | { readonly state: 'failed'; readonly message: string };

export interface BundleSharingDeps {
  readonly startWorker?: typeof startSealWorker;
  /** Milliseconds of any clock that does not jump. */
  readonly now?: () => number;
}

/** The shares of one screen; one at a time. */
export class BundleSharing<Outcome> {
  readonly #sink: PartSink<Outcome>;
  readonly #deps: Required<BundleSharingDeps>;
  readonly #progress = signal<SharingProgress | undefined>(undefined);
  #cancel: (() => void) | undefined;

  constructor(sink: PartSink<Outcome>, deps: BundleSharingDeps = {}) {
    this.#sink = sink;
    this.#deps = { startWorker: startSealWorker, now: () => performance.now(), ...deps };
  }

  /** Undefined while nothing is being shared. */
  get progress(): ReadonlySignal<SharingProgress | undefined> {
    return this.#progress;
  }

  /** Shares files under a name. An interrupted share of the same files goes on where it was. */
  async share(
    files: readonly OfferedFile[],
    { isSealed, name }: Pick<NewBundle, 'isSealed' | 'name'>,
  ): Promise<SharingEnd<Outcome>> {
    const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
    const cancelling = new AbortController();
    this.#cancel = () => cancelling.abort();
    const run = new SharingRun(this.#sink, sorted, this.#progress, this.#deps);
    try {
      return await run.share({ isSealed, name }, cancelling.signal);
    } finally {
      this.#progress.value = undefined;
      this.#cancel = undefined;
    }
  }

  /** Ends the running share and deletes what it has stored. */
  cancel(): void {
    this.#cancel?.();
  }
}

/** A failure after which the stored parts are of no use, or in the way. */
class HopelessProblem extends SharingProblem {}

class SharingRun<Outcome> {
  readonly #sink: PartSink<Outcome>;
  readonly #files: readonly OfferedFile[];
  readonly #progress: Signal<SharingProgress | undefined>;
  readonly #deps: Required<BundleSharingDeps>;
  readonly #total: number;
  readonly #recent = new RecentProgress();
  readonly #storing = new Set<Promise<void>>();

  constructor(
    sink: PartSink<Outcome>,
    files: readonly OfferedFile[],
    progress: Signal<SharingProgress | undefined>,
    deps: Required<BundleSharingDeps>,
  ) {
    this.#sink = sink;
    this.#files = files;
    this.#progress = progress;
    this.#deps = deps;
    this.#total = files.reduce((sum, { file }) => sum + file.size, 0);
  }

  async share(
    about: Pick<NewBundle, 'isSealed' | 'name'>,
    signal: AbortSignal,
  ): Promise<SharingEnd<Outcome>> {
    let id: string | undefined;
    try {
      this.#tell(0);
      const begun = await this.#begin(about);
      id = begun.id;
      const bundle = await this.#seal(begun, signal);
      this.#progress.value = { step: 'announcing', bytes: this.#total, total: this.#total };
      return { state: 'done', outcome: await this.#sink.finish(id, bundle) };
    } catch (error) {
      const isOver = signal.aborted || error instanceof HopelessProblem;
      if (isOver && id !== undefined) await this.#discard(id);
      return signal.aborted ? { state: 'cancelled' } : { state: 'failed', message: said(error) };
    }
  }

  #begin(about: Pick<NewBundle, 'isSealed' | 'name'>): Promise<BegunShare> {
    const files = this.#files.map(({ path, file }) => {
      return { path, bytes: file.size, modifiedAt: file.lastModified };
    });
    return this.#sink.begin({ ...about, files });
  }

  async #seal({ id, key, sealed }: BegunShare, signal: AbortSignal): Promise<FinishedBundle> {
    const { promise, resolve, reject } = Promise.withResolvers<FinishedBundle>();
    const onLost = () => reject(new SharingProblem(t('files_sealerLost')));
    const worker = this.#deps.startWorker({
      onLost,
      onNews: (news) => {
        if (news.type === 'sealed') resolve(news.bundle);
        else if (news.type === 'failed') reject(problemOf(news.failure));
        else
          void this.#store(id, news).then(
            () => worker?.send({ type: 'stored', index: news.index }),
            reject,
          );
      },
    });
    if (!worker) onLost();
    signal.addEventListener('abort', () => reject(signal.reason));
    if (signal.aborted) reject(signal.reason);
    for (const index of sealed.keys()) this.#done(index);
    worker?.send({ type: 'seal', files: this.#files.map(bundleFile), sealed, ...(key && { key }) });
    try {
      return await promise;
    } finally {
      worker?.end();
      await Promise.allSettled(this.#storing); // else a part may come after the share is discarded
    }
  }

  async #store(id: string, { index, address, page }: PartNews): Promise<void> {
    // A Blob by the worker would stay in the browser's memory until this thread collects its garbage, which a few Blobs
    // never bring about. The memory of the buffers does.
    const storing = this.#sink.put(id, index, address, new Blob([page]));
    this.#storing.add(storing);
    try {
      await storing;
    } catch (cause) {
      throw new HopelessProblem(said(cause), { cause });
    } finally {
      this.#storing.delete(storing);
    }
    this.#done(index);
  }

  #done(index: number): void {
    const { bytes = 0 } = this.#progress.peek() ?? {};
    this.#tell(bytes + Math.min(PART_BYTES, this.#total - index * PART_BYTES));
  }

  #tell(bytes: number): void {
    const total = this.#total;
    const secondsLeft = this.#recent.secondsLeft({ received: bytes, total }, this.#deps.now());
    const bytesPerSecond = secondsLeft === undefined ? undefined : (total - bytes) / secondsLeft;
    this.#progress.value = { step: 'sealing', bytes, total, secondsLeft, bytesPerSecond };
  }

  /** Deletes the stored parts. The next opening offers a share whose parts cannot be deleted now. */
  async #discard(id: string): Promise<void> {
    await this.#sink.discard(id).catch(console.error);
  }
}

type PartNews = Extract<SealingNews, { type: 'part' }>;

function bundleFile({ path, file }: OfferedFile): BundleFile {
  return { path, type: mediaTypeOfFile(file), content: file };
}

function problemOf(failure: SealingFailure): SharingProblem {
  switch (failure.why) {
    case 'unreadable':
      return new HopelessProblem(t('files_unreadable', { name: shownName(failure.path) }));
    case 'too-large':
      return new HopelessProblem(t('files_tooMany'));
    case 'unexpected':
      console.error(failure.message);
      return new SharingProblem(t('files_sealerFailed'));
  }
}

function said(error: unknown): string {
  if (error instanceof SharingProblem) return error.message;
  console.error(error);
  return t('files_sealerFailed');
}
