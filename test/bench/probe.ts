/** Loaded into the server's process: weighs it, after all garbage is gone, whenever the bench asks. */
export interface Weight {
  readonly residentBytes: number;
  /** What the program itself keeps: its objects and buffers. */
  readonly heapBytes: number;
}

process.on('message', () => {
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  const { rss, heapUsed, external } = process.memoryUsage();
  const weight: Weight = { residentBytes: rss, heapBytes: heapUsed + external };
  process.send?.(weight);
});
process.channel?.unref();
