/** A site with pages that people read: an essay, a message behind a login, and a board that is no article. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { coloured } from '../view/pictures.ts';

/** A name that is not of a private network. The browsers find it on this machine. */
const HOST = 'essays.example';

export const ESSAY_PARAGRAPHS = [
  'Mayflies live for a day, and nobody who has seen them dance over a river in the evening forgets it. They rise together, as if somebody had called them, and fall, and rise again, until the light is gone.',
  'For two years they lived in the mud below, where nobody looked for them. They ate what the river brought, grew, and shed their skins some twenty times, before they swam up to the air one evening in May.',
  'Their mouths are of no use any more, because they will not eat again. All that they have left is one flight, and in this flight they do everything that a mayfly has to do above the water.',
  'In the morning their wings lie on the bridge like snow, and the swallows have gone to sleep. The eggs have sunk to the ground of the river, and there another two years begin, of which nobody sees anything.',
];

const ESSAY = `<main><article>
<h1>A day above the river</h1>
<p class="byline">By <a rel="author" href="/people/anna">Anna Bach</a></p>
<p>${ESSAY_PARAGRAPHS[0]}</p>
<figure><img src="/river.png" width="400" height="240" alt="The river at dusk"></figure>
<p>${ESSAY_PARAGRAPHS.slice(1).join('</p><p>')}</p>
</article></main>
<form><label>Your answer <textarea name="answer">typed and not sent</textarea></label></form>`;

const PAGES: Readonly<Record<string, string>> = {
  '/essay': `<!doctype html><html lang="en"><meta charset="utf-8"><title>A day above the river · Essays</title>
<nav><a href="/">Home</a> <a href="/topics">Topics</a></nav>${ESSAY}`,
  '/letter': `<!doctype html><html lang="en"><meta charset="utf-8"><title>A day above the river · Letters</title>
<nav><a href="/">Inbox</a> <a href="/logout">Sign out</a></nav>${ESSAY}`,
  '/board': `<!doctype html><html lang="en"><meta charset="utf-8"><title>Departures</title>
<style>body { margin: 0 } main { height: 3000px; background: rgb(12, 107, 100) } h1 { margin: 0 }</style>
<main><h1>Departures</h1><p>Nobody is on the bridge.</p><ul>${'<li><a href="/trains">19:30 to the mill</a></li>'.repeat(8)}</ul></main>`,
};

export class ReadSite {
  readonly #server: Server;
  /** The paths that were asked for, in their order. */
  readonly asked: string[] = [];

  static async open(): Promise<ReadSite> {
    const site = new ReadSite();
    site.#server.listen(0, '127.0.0.1');
    await once(site.#server, 'listening');
    return site;
  }

  private constructor() {
    this.#server = createServer(({ url = '' }, response) => {
      this.asked.push(url);
      if (url === '/river.png') {
        response.setHeader('content-type', 'image/png');
        return response.end(coloured(400, 240, [12, 107, 100]));
      }
      // A strict page: what the extension puts into it must not need its permission.
      response.setHeader(
        'content-security-policy',
        "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'",
      );
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(PAGES[new URL(url, 'http://site').pathname] ?? '');
    });
  }

  /** The address of a page, under a name that is not of a private network, or under this machine's number. */
  url(path: string, host = HOST): string {
    // It listens on a port.
    const { port } = this.#server.address() as AddressInfo;
    return `http://${host}:${port}${path}`;
  }

  close(): void {
    this.#server.close();
  }
}

export const READ_HOST = HOST;
