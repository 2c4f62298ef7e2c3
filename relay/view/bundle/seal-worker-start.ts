/** Starts the worker that seals. Its file is loaded when somebody shares a bundle, and not before. */
import { newWorker } from '../ask-worker.ts';
// oxlint-disable-next-line import/default -- by this query Vite gives the address of the file
import workerUrl from './seal-worker.ts?worker&url';
import type { SealingNews, SealingWish } from './sealing.ts';

/** A worker that seals one bundle. */
export interface SealWorker {
  send(wish: SealingWish): void;
  /** Ends it, whatever it is doing. */
  end(): void;
}

export interface SealWorkerEvents {
  readonly onNews: (news: SealingNews) => void;
  /** It could not start, or broke down. */
  readonly onLost: () => void;
}

/** Undefined if the browser has no workers. */
export function startSealWorker({ onNews, onLost }: SealWorkerEvents): SealWorker | undefined {
  const worker = newWorker(workerUrl);
  if (!worker) return undefined;
  // Our own file sent the news.
  worker.onmessage = ({ data }) => onNews(data as SealingNews);
  worker.onerror = onLost;
  return { send: (wish) => worker.postMessage(wish), end: () => worker.terminate() };
}
