import { setTimeout as sleep } from 'node:timers/promises';

/** Loaded into the server's process: weighs it, after all garbage is gone, whenever the bench asks. */
export interface Weight {
  readonly residentBytes: number;
  /** The memory that the program itself keeps: its objects and buffers. */
  readonly heapBytes: number;
}

process.on('message', () => void weigh());
process.channel?.unref();

async function weigh(): Promise<void> {
  for (let i = 0; i < 3; i++) {
    globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    await sleep(100); // freed memory returns to the system in the background
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  const weight: Weight = { residentBytes: rss, heapBytes: heapUsed + external };
  process.send?.(weight);
}
