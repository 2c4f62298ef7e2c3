/**
 * A relay whose page comes in two parts: its head at once, its body when the test says so. Everything else is normal.
 */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export class SlowDocument {
  readonly #server: Server;
  readonly #rest = Promise.withResolvers<void>();

  static async before(relay: string): Promise<SlowDocument> {
    const slow = new SlowDocument(relay);
    slow.#server.listen(0, '127.0.0.1');
    await once(slow.#server, 'listening');
    return slow;
  }

  private constructor(relay: string) {
    this.#server = createServer((request, response) => {
      void fetch(relay + (request.url ?? ''), { headers: { 'Accept-Encoding': 'identity' } }).then(
        async (answer) => {
          const type = answer.headers.get('content-type') ?? '';
          response.setHeader('Content-Type', type);
          const bytes = Buffer.from(await answer.arrayBuffer());
          const at = type.startsWith('text/html') ? bytes.indexOf('<body') : 0;
          response.write(bytes.subarray(0, at));
          if (at > 0) await this.#rest.promise;
          response.end(bytes.subarray(at));
        },
      );
    });
  }

  get origin(): string {
    // It listens on a port.
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Sends the body. */
  goOn(): void {
    this.#rest.resolve();
  }

  stop(): void {
    this.#rest.resolve();
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
