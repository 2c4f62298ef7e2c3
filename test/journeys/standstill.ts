import type { Worker } from 'playwright-core';

/**
 * A point while a page is being stored: before its nth piece is written (the record is the last), or after it is
 * stored.
 */
export type Point = number | 'stored';

/** The extension's worker stops for ever when it reaches `point`. `reached` resolves then. */
export async function standStillAt(
  worker: Worker,
  point: Point,
): Promise<{ reached: Promise<unknown> }> {
  const reached = worker.waitForEvent('console', (message) => message.text() === 'standstill');
  await worker.evaluate((stop) => {
    const standStill = () => {
      console.log('standstill');
      for (;;);
    };
    const { prototype } = IDBObjectStore;
    const put = Reflect.get(prototype, 'put') as IDBObjectStore['put'];
    let pieces = 0;
    prototype.put = function (this: IDBObjectStore, ...args) {
      if (stop === 'stored' && this.name === 'pages') {
        this.transaction.addEventListener('complete', standStill);
      }
      pieces += 1;
      if (pieces === stop) standStill();
      return put.apply(this, args);
    };
  }, point);
  return { reached };
}
