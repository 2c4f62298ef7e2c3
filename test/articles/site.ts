/** Serves the made pages on loopback, each under a host of its own, and writes down what browsers ask for. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { coloured, photo } from '../view/pictures.ts';
import type { Fixture } from './fixture.ts';

/** A host of the site: the name of its page, under a domain that only tests have. */
export const DOMAIN = 'example';

/** The picture of an address: `photo-<width>x<height>-…` has as many bytes as one of a camera, `flat-…` few. */
const PICTURE = /^\/img\/(photo|flat)-(\d+)x(\d+)-/;

export class Site {
  readonly #pages: ReadonlyMap<string, Fixture>;
  readonly #server: Server;
  readonly #pictures = new Map<string, Buffer>();
  /** The host and the path of each request, but for pages and icons. */
  readonly asked: string[] = [];

  static async open(pages: readonly Fixture[]): Promise<Site> {
    const site = new Site(pages);
    site.#server.listen(0, '127.0.0.1');
    await once(site.#server, 'listening');
    return site;
  }

  private constructor(pages: readonly Fixture[]) {
    this.#pages = new Map(pages.map((page) => [page.name, page]));
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  /** The address of a page, for browsers that look up all names of the domain on this machine. */
  addressOf({ name, path }: Fixture): string {
    const { port } = this.#server.address() as AddressInfo; // it listens on a port
    return `http://${name}.${DOMAIN}:${port}${path}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #answer({ url = '/', headers }: IncomingMessage, response: ServerResponse): void {
    const host = headers.host ?? '';
    const page = this.#pages.get(host.split('.', 1)[0] ?? '');
    const { pathname } = new URL(url, 'http://x.example');
    if (page && pathname === new URL(page.path, 'http://x.example').pathname) {
      if (page.cookie) response.setHeader('set-cookie', page.cookie);
      response.setHeader('content-type', 'text/html; charset=utf-8');
      return void response.end(page.html);
    }
    this.asked.push(host + url);
    const picture = this.#pictureAt(pathname);
    if (picture) return void response.setHeader('content-type', 'image/png').end(picture);
    response.writeHead(404).end();
  }

  #pictureAt(path: string): Buffer | undefined {
    const [, kind, width, height] = PICTURE.exec(path) ?? [];
    if (!width || !height) return undefined;
    const make = () =>
      kind === 'photo' ? photo(Number(width), Number(height)) : flat(Number(width), Number(height));
    const picture = this.#pictures.get(path) ?? make();
    this.#pictures.set(path, picture);
    return picture;
  }
}

function flat(width: number, height: number): Buffer {
  return coloured(width, height, [40, 120, 160]);
}
