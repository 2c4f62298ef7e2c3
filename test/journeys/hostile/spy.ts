/** A server that hostile pages try to reach. It records each request, and each connection even without a request. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Request {
  readonly path: string;
  readonly referrer: string | undefined;
  readonly cookie: string | undefined;
  /** The browser's purpose for the request: `document` for a tab. */
  readonly purpose: string | undefined;
}

/** Has an icon, so that the browser does not ask for one. */
const HEARD = '<link rel="icon" href="data:,">heard';

export class Spy {
  readonly #server: Server;
  readonly #requests: Request[] = [];
  readonly #pages = new Map<string, string>();
  #connections = 0;

  static async start(): Promise<Spy> {
    const spy = new Spy();
    await once(spy.#server.listen(0, '127.0.0.1'), 'listening');
    return spy;
  }

  private constructor() {
    this.#server = createServer((request, response) => {
      const page = this.#pages.get(request.url ?? '');
      if (page === undefined) this.#requests.push(requestOf(request));
      response.setHeader('Content-Type', 'text/html').end(page ?? HEARD);
    });
    this.#server.on('connection', () => this.#connections++);
  }

  get origin(): string {
    const { port } = this.#server.address() as AddressInfo; // it listens, so it has a port
    return `http://127.0.0.1:${port}`;
  }

  /** The URL of a page on the spy's own server, which it does not record. */
  serve(path: string, page: string): string {
    this.#pages.set(path, page);
    return this.origin + path;
  }

  get requests(): readonly Request[] {
    return this.#requests;
  }

  /** The recorded requests, in a form that names the culprits. */
  get heard(): readonly string[] {
    const paths = this.#requests.map(({ path }) => path);
    return paths.length === 0 && this.#connections > 0 ? ['a connection'] : paths;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

function requestOf({ url = '', headers }: IncomingMessage): Request {
  const purpose = headers['sec-fetch-dest'];
  return {
    path: url,
    referrer: headers.referer,
    cookie: headers.cookie,
    purpose: typeof purpose === 'string' ? purpose : undefined,
  };
}
