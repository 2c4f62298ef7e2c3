/** The moment at which a browser is killed: it stands still for ever just before or after a write to its disk. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Worker } from 'playwright-core';
import type { Firefox } from './firefox.ts';

export interface Moment {
  /** Of the extension's database. */
  readonly store: string;
  /** Before the next record goes into the store, or once it is on the disk. */
  readonly when: 'before' | 'after';
}

/** The extension's worker stops for ever at that moment. `reached` resolves then. */
export async function standStillInChromium(
  worker: Worker,
  moment: Moment,
): Promise<{ reached: Promise<unknown> }> {
  const reached = worker.waitForEvent('console', (message) => message.text() === 'standstill');
  await worker.evaluate(({ store, when }) => {
    const standStill = () => {
      console.log('standstill');
      for (;;);
    };
    const { prototype } = IDBObjectStore;
    const put = Reflect.get(prototype, 'put') as IDBObjectStore['put'];
    prototype.put = function (this: IDBObjectStore, ...args) {
      if (this.name === store && when === 'before') standStill();
      if (this.name === store) this.transaction.addEventListener('complete', standStill);
      return put.apply(this, args);
    };
  }, moment);
  return { reached };
}

/** In the extension's own pages in Firefox. */
declare const browser: {
  readonly extension: { getBackgroundPage(): typeof globalThis };
};

/** A server that never answers: a page in Firefox that asks it stands still, and the test hears of it. */
export class Standstill {
  readonly #server: Server;

  static async start(): Promise<Standstill> {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return new Standstill(server);
  }

  private constructor(server: Server) {
    this.#server = server;
  }

  /** The extension's background stops for ever at that moment. The current tab is a page of the extension. */
  async inFirefox(firefox: Firefox, moment: Moment): Promise<{ reached: Promise<unknown> }> {
    const reached = once(this.#server, 'request');
    const { port } = this.#server.address() as AddressInfo; // it listens, so it has a port
    await firefox.evaluate(
      ({ store, when }, url) => {
        const background = browser.extension.getBackgroundPage();
        const standStill = () => {
          const asking = new background.XMLHttpRequest();
          asking.open('GET', url, false);
          asking.send();
        };
        const { prototype } = background.IDBObjectStore;
        const put = Reflect.get(prototype, 'put') as IDBObjectStore['put'];
        prototype.put = function (this: IDBObjectStore, ...args) {
          if (this.name === store && when === 'before') standStill();
          if (this.name === store) this.transaction.addEventListener('complete', standStill);
          return put.apply(this, args);
        };
      },
      moment,
      `http://127.0.0.1:${port}/`,
    );
    return { reached };
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
