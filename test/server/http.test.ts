/** The relay's answers to plain HTTP, and what becomes of clients that do not take them. */
import { EventEmitter, once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { WEB_PAGE } from '../../relay/build.ts';
import { createHttp, type HttpDeps } from '../../relay/server/http.ts';
import { addressesOf, listen } from '../../relay/server/listen.ts';
import { requireParser } from '../../relay/server/unanswered.ts';

let webRoot: string;
let http: Awaited<ReturnType<typeof createHttp>>;
let url: string;
let close: () => Promise<void>;
let clients: Socket[] = [];

beforeEach(() => {
  webRoot = mkdtempSync(join(tmpdir(), 'mayfly-web-'));
  mkdirSync(join(webRoot, 'assets'));
  put('index.html', 'the page');
});

afterEach(async () => {
  for (const client of clients) client.destroy();
  clients = [];
  await close();
  rmSync(webRoot, { recursive: true });
});

function put(name: string, content: string | Uint8Array): void {
  writeFileSync(join(webRoot, name), content);
}

async function start(
  deps: Partial<HttpDeps> = {},
  addresses: readonly string[] = ['127.0.0.1'],
): Promise<void> {
  http = await createHttp({
    webRoot,
    log: pino({ level: 'silent' }),
    isReady: () => true,
    isBlocked: () => false,
    ...deps,
  });
  close = await listen(http, addresses, 0);
  url = `http://127.0.0.1:${port()}`;
}

function port(): number {
  return (http.server.address() as AddressInfo).port; // it listens on a port
}

/** A client that says this, and reads only where a test makes it. */
function say(text: string): Socket {
  const client = connect(port(), '127.0.0.1').pause();
  client.on('error', () => {}); // being hung up on is what a test asks about
  client.write(text);
  clients.push(client);
  return client;
}

const get = (path: string, headers = ''): string =>
  `GET ${path} HTTP/1.1\r\nHost: a\r\n${headers}\r\n`;

async function openSockets(): Promise<number> {
  return await new Promise((resolve) => {
    http.server.getConnections((_error, count) => resolve(count));
  });
}

describe('a client', () => {
  test('that asks for many things at once without taking any is hung up on', async () => {
    put('assets/large.js', new Uint8Array(100_000));
    await start();
    for (let n = 0; n < 10; n++) say(get('/assets/large.js').repeat(300));
    await once(http.server, 'connection');
    await expect.poll(openSockets).toBe(0);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  test.each([
    ['requests', get('/healthz')],
    ['upgrades', get('/ws', 'Connection: Upgrade\r\nUpgrade: websocket\r\n')],
  ])('that is hung up on is not listened to any more: %s', async (_what, more) => {
    await start();
    const seen: unknown[] = [];
    http.server.on('request', ({ url: path }) => seen.push(path));
    http.server.on('upgrade', ({ url: path }) => seen.push(path));
    say(get('/').repeat(17) + more.repeat(1_000));
    await once(http.server, 'connection');
    await expect.poll(openSockets).toBe(0);
    expect(seen).toEqual(Array(17).fill('/'));
  });

  test('can only be so bounded on a Node that allows it', () => {
    expect(() => requireParser(new EventEmitter())).toThrow('expected a Node whose HTTP parser');
  });

  test('may ask for some things before it has the first', async () => {
    await start();
    let answers = '';
    const client = say(get('/').repeat(16)).on('data', (chunk) => (answers += String(chunk)));
    while (answers.split('the page').length <= 16) await once(client.resume(), 'data');
    expect(client.closed).toBe(false);
  });

  test('that takes nothing of an answer is hung up on in time', async () => {
    put('assets/large.js', new Uint8Array(64 * 1024 * 1024)); // more than the network takes
    await start({ stalledMs: 100 });
    say(get('/assets/large.js'));
    await once(http.server, 'connection');
    await expect.poll(openSockets).toBe(0);
  });

  test('that has become a WebSocket is not: a connection has its own patience', async () => {
    await start({ stalledMs: 100 });
    const webSockets = new WebSocketServer({ noServer: true });
    const upgraded = once(http.server, 'upgrade') as Promise<[never, Socket]>;
    http.server.on('upgrade', (request, socket, head) =>
      webSockets.handleUpgrade(request, socket, head, () => {}),
    );
    const webSocket = new WebSocket(url.replace('http', 'ws'));
    await once(webSocket, 'open');
    const [, socket] = await upgraded;
    expect(socket.timeout).toBe(0);
    webSocket.terminate();
  });

  test('that sends a body, for which there is no use, is refused', async () => {
    await start();
    const body = JSON.stringify('x'.repeat(100_000));
    const headers = { 'Content-Type': 'application/json' };
    expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(413);
  });
});

describe('the web page', () => {
  const address = 'ab'.repeat(32);
  const key = 'A'.repeat(43);
  test.each([
    ['the front', '/?utm_source=x'],
    ['an address', `/${address}`],
    ['capitals', `/${address.toUpperCase()}/`],
    ['two slashes', `//${address}`],
    ['a fragment that was encoded', `/${address}%23k=${key}`],
    ['a long one', `/${address}%23k%3D${key}%26n%3D${'x'.repeat(2_000)}`],
    ['punctuation', `/${address}).`],
    ['an ellipsis', `/${address}%E2%80%A6`],
    ['half an escape', `/${address}/%`],
    ['an escape of no text', `/${address}%E4%`],
    ['a query', `/${address}?fbclid=%zz`],
  ])('is the answer to a path with %s', async (_, path) => {
    await start();
    const response = await fetch(url + path);
    expect([response.status, await response.text()]).toEqual([200, 'the page']);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test.each([
    ['no address', '/hello'],
    ['a digit too many', `/${address}a`],
    ['a digit too few', `/${address.slice(1)}`],
    ['an address in a folder', `/x/${address}`],
    ['a long name of a file', `/assets/${'x'.repeat(300)}.js`],
    ['half an escape', '/%'],
    ['an escape of no text', '/%E4%'],
    ['many characters', `/${'x'.repeat(5_000)}`],
  ])('is seen with status 404 at a path with %s', async (_, path) => {
    await start();
    const response = await fetch(url + path);
    expect([response.status, await response.text()]).toEqual([404, 'the page']);
  });

  test.each([`/${address}%23k=${key}`, `/${address.toUpperCase()}/`, `/${address}/more`])(
    '[K3] says so of a blocked address, however it is asked for: %s',
    async (path) => {
      await start({ isBlocked: (one) => one === address });
      expect((await fetch(url + path)).status).toBe(451);
    },
  );
});

describe('a file of the web page', () => {
  test('is told to be what it is, whichever the build has made', async () => {
    const built = join(WEB_PAGE.outputs[0] ?? '', '..');
    await start({ webRoot: built });
    const types = { js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml' };
    const names = readdirSync(join(built, 'assets'));
    for (const name of names.filter((one) => !/\.(?:br|gz)$/.test(one))) {
      const response = await fetch(`${url}/assets/${name}`);
      const [, type] = Object.entries(types).find(([ending]) => name.endsWith(`.${ending}`)) ?? [];
      expect(response.headers.get('content-type')).toContain(type ?? 'a known type');
      expect(response.headers.get('cache-control')).toContain('immutable');
      const hasPolicy = response.headers.has('content-security-policy');
      expect([name, hasPolicy]).toEqual([name, name.endsWith('.svg') || name.includes('worker')]);
    }
  });

  test('is not sent again to who has it', async () => {
    await start();
    const tag = (await fetch(url)).headers.get('etag') ?? '';
    for (const known of [tag, `W/${tag}`, `"other", ${tag}`]) {
      const again = await fetch(url, { headers: { 'If-None-Match': known } });
      expect([again.status, await again.text()]).toEqual([304, '']);
    }
    put('index.html', 'another page');
    const changed = await fetch(url, { headers: { 'If-None-Match': tag } });
    expect([changed.status, await changed.text()]).toEqual([200, 'another page']);
  });

  test('is sent in the smallest form that its client takes', async () => {
    put('assets/a.js', 'as it is');
    put('assets/a.js.br', brotliCompressSync('as it is'));
    put('assets/a.js.gz', gzipSync('as it is'));
    put('assets/b.js', 'alone');
    await start();
    const forms = [
      ['gzip, deflate, br, zstd', 'br'],
      ['gzip, deflate', 'gzip'],
      ['br;q=0, GZIP;q=0.5', 'gzip'],
      ['*', 'br'],
      ['br;q=0.0, *;q=0.1', 'gzip'],
      ['identity', null],
      ['*;q=0', null],
      ['brotli', null],
    ] as const;
    for (const [accepted, encoding] of forms) {
      const headers = { 'Accept-Encoding': accepted };
      const response = await fetch(`${url}/assets/a.js`, { headers });
      expect([accepted, response.headers.get('content-encoding')]).toEqual([accepted, encoding]);
      expect(response.headers.get('vary')).toContain('Accept-Encoding');
      expect(await response.text()).toBe('as it is');
      const tag = response.headers.get('etag') ?? '';
      const again = { headers: { ...headers, 'If-None-Match': tag } };
      expect((await fetch(`${url}/assets/a.js`, again)).status).toBe(304);
    }
    expect((await fetch(`${url}/assets/b.js`)).headers.get('content-encoding')).toBeNull();
    expect((await fetch(`${url}/assets/a.js.br`)).status).toBe(404);
  });

  test('stays for who has the older page open', async () => {
    put('assets/old.js', 'old');
    await start();
    await fetch(`${url}/assets/old.js`);
    rmSync(join(webRoot, 'assets/old.js'));
    expect(await (await fetch(`${url}/assets/old.js`)).text()).toBe('old');
  });

  test.each(['none.js', '', '..%2findex.html', '.hidden.js', 'a%00.js'])(
    'is not found by the name %s',
    async (name) => {
      put('assets/.hidden.js', 'hidden');
      await start();
      expect((await fetch(`${url}/assets/${name}`)).status).toBe(404);
    },
  );
});

describe('a relay on several addresses', () => {
  test.each(['127.0.0.1', '[::1]'])('knows of the sockets at %s', async (host) => {
    await start({}, ['127.0.0.1', '::1']);
    const seen = once(http.server, 'connection');
    const address = `http://${host}:${port()}/healthz`;
    expect((await fetch(address)).status).toBe(200);
    const [socket] = (await seen) as [Socket];
    await close();
    await expect.poll(() => socket.destroyed).toBe(true);
    await expect(fetch(address)).rejects.toThrow('fetch failed');
  });

  test('works on those that there are', async () => {
    await start({}, ['127.0.0.1', '192.0.2.1']);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  test('has more than one only by the name of this machine', async () => {
    expect(await addressesOf('localhost')).toContain('127.0.0.1');
    expect(await addressesOf('relay.example')).toEqual(['relay.example']);
  });
});

test('without the web page it does not start', async () => {
  await start();
  rmSync(join(webRoot, 'index.html'));
  await expect(start()).rejects.toThrow(/^the web page is not built: expected index\.html in /);
});
