/** Serves the same text as an ordinary web page: the floor for any reader's wait. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export class StaticPage {
  readonly #server: Server;
  readonly port: number;

  static async serve(text: string): Promise<StaticPage> {
    const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>page</title><link rel="icon" href="data:,"><body><pre>${text}</pre>`;
    const headers = { 'Content-Type': 'text/html; charset=utf-8' };
    const server = createServer((_request, response) => response.writeHead(200, headers).end(html));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return new StaticPage(server);
  }

  private constructor(server: Server) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port; // it listens on a port
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
