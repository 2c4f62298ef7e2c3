/** A real Firefox that shows content under the policy that the relay sends. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Firefox } from '../journeys/firefox.ts';
import { CONTENT_HTML, contentFiles, contentType, RELAY_POLICY } from './content-files.ts';

export class ContentFirefox {
  readonly #firefox: Firefox;
  readonly #server: Server;

  static async open(): Promise<ContentFirefox> {
    const [server, firefox] = await Promise.all([serve(), Firefox.open()]);
    const { port } = server.address() as AddressInfo; // it listens, so it has a port
    await firefox.visit(`http://127.0.0.1:${port}/`);
    return new ContentFirefox(firefox, server);
  }

  private constructor(firefox: Firefox, server: Server) {
    this.#firefox = firefox;
    this.#server = server;
  }

  /** The words of a page that a reader sees, or would see of what can be opened. */
  async shownText(mediaType: string, source: string): Promise<string> {
    const shown = await this.#firefox.evaluate(showIn, mediaType, source);
    if (shown === '') return source;
    await this.#firefox.enterFrame();
    const text = await this.#firefox.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
      return document.body.innerText;
    });
    await this.#firefox.enterFrame(false);
    return text;
  }

  async close(): Promise<void> {
    this.#server.close();
    await this.#firefox.close();
  }
}

async function showIn(mediaType: string, source: string): Promise<string> {
  while (!('showPage' in window)) await new Promise((resolve) => setTimeout(resolve, 10));
  return await showPage(mediaType, source);
}

async function serve(): Promise<Server> {
  const files = await contentFiles();
  const server = createServer(({ url = '/' }, response) => {
    const name = url.slice(1);
    response.setHeader('Content-Security-Policy', RELAY_POLICY);
    response.setHeader('Content-Type', name === '' ? 'text/html' : contentType(name));
    response.end(name === '' ? CONTENT_HTML : files.get(name));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server;
}
