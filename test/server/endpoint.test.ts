import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { CLOSE, DEFAULT_LIMITS, encodeFrame, TEXT_BYTES_MIN } from '@mayfly/relay/protocol';
import { relayUrl } from '@mayfly/relay/client';
import { NOTE_BYTES } from '../../relay/protocol/note.ts';
import type { Relay } from '../../relay/server/serve.ts';
import { have } from '../support/messages.ts';
import { connectSeeder, RawPeer, randomPage, startRelay } from '../support/wire.ts';

let relay: Relay;

beforeEach(async () => {
  relay = await startRelay();
});

afterEach(async () => {
  await relay.stop();
});

/** The relay still works for somebody new. */
async function expectAlive(): Promise<void> {
  const peer = await RawPeer.connect(relay);
  await peer.settled();
  peer.close();
}

describe('the first message', () => {
  test('is a welcome with the limits', async () => {
    const peer = new RawPeer(relay);
    expect(await peer.next('welcome')).toEqual({
      type: 'welcome',
      can: ['cancelled', 'early-want', 'note'],
      limits: { ...DEFAULT_LIMITS, noteBytes: NOTE_BYTES },
      heartbeatSeconds: 20,
      session: expect.stringMatching(/^[\w-]{22}$/),
    });
    peer.close();
  });
});

describe('[F9] a page in the address of the socket', () => {
  test('is wanted before the first message, in the same flight as the handshake', async () => {
    const page = randomPage(1_000);
    const alice = await connectSeeder(relay, page);
    const bob = new RawPeer(relay, `?want=${page.address}`);
    await bob.next('welcome');
    expect(await bob.received(1_000)).toEqual(page.bytes);
    bob.close();
    alice.close();
  });

  test.each(['?want=', '?want=A', '?wants=x', `?want=${'0'.repeat(65)}`])(
    'that is none is ignored: %s',
    async (query) => {
      const peer = new RawPeer(relay, query);
      await peer.next('welcome');
      await peer.settled();
      peer.close();
    },
  );
});

describe('a message that breaks the protocol', () => {
  const { address } = randomPage(10);
  const frame = (payload: number): Uint8Array =>
    encodeFrame(address, 0, payload, new Uint8Array(payload));
  const tooLong = frame(DEFAULT_LIMITS.frameBytes + 1);
  const pastTotal = encodeFrame(address, 5, 10, new Uint8Array(6));
  const cases: [name: string, message: string | Uint8Array, close: number][] = [
    ['text that is no JSON', 'have', CLOSE.violation],
    ['JSON that is no object', '[]', CLOSE.violation],
    ['an unknown type', '{"type":"steal"}', CLOSE.violation],
    ['an address that is none', '{"type":"want","address":"A"}', CLOSE.violation],
    ['a negative from', `{"type":"want","address":"${address}","from":-1}`, CLOSE.violation],
    ['an empty frame', new Uint8Array(0), CLOSE.violation],
    ['a frame of an unknown kind', new Uint8Array(100), CLOSE.violation],
    ['a frame without payload', frame(0), CLOSE.violation],
    ['a frame with too much payload', tooLong, CLOSE.tooBig],
    ['a frame that passes its total', pastTotal, CLOSE.violation],
    ['a text longer than allowed', ' '.repeat(DEFAULT_LIMITS.textBytes + 1), CLOSE.tooBig],
    ['a frame longer than any', new Uint8Array(DEFAULT_LIMITS.textBytes + 1), CLOSE.tooBig],
  ];
  test.each(cases)('%s ends its connection and no other', async (_name, message, close) => {
    const [peer, other] = [await RawPeer.connect(relay), await RawPeer.connect(relay)];
    peer.socket.send(message);
    expect((await peer.closed).code).toBe(close);
    await other.settled();
    other.close();
  });

  test('is explained before the connection ends', async () => {
    const peer = await RawPeer.connect(relay);
    peer.socket.send('{"type":"want","address":"A"}');
    expect(await peer.next('error')).toMatchObject({ code: 'malformed' });
  });

  test('takes its sender out of every swarm at once', async () => {
    const page = randomPage(10);
    const [peer, other] = [await RawPeer.connect(relay), await RawPeer.connect(relay)];
    peer.say(have(page.address));
    peer.socket.send('{}');
    await peer.closed;
    other.say({ type: 'watch', addresses: [page.address] });
    expect((await other.next('seeders')).counts).toEqual({ [page.address]: 0 });
    other.close();
  });
});

describe('a text', () => {
  const PING = '{"type":"ping"}';
  const bounds = [
    { frameBytes: 1_024, textBytes: TEXT_BYTES_MIN },
    { frameBytes: 2 * TEXT_BYTES_MIN, textBytes: TEXT_BYTES_MIN },
    { frameBytes: 1_024, textBytes: 2 * TEXT_BYTES_MIN },
  ];
  test.each(bounds)('has textBytes at most, whatever a frame may have: %j', async (bound) => {
    const narrow = await startRelay({ ...DEFAULT_LIMITS, ...bound });
    const peer = await RawPeer.connect(narrow);
    peer.socket.send(PING.padEnd(bound.textBytes));
    await peer.next('pong');
    peer.socket.send(PING.padEnd(bound.textBytes + 1));
    expect((await peer.closed).code).toBe(CLOSE.tooBig);
    await expect.poll(() => narrow.sizes.peers).toBe(0);
    await narrow.stop();
  });
});

test('[B4] pings and pongs of WebSocket count as messages', async () => {
  const strict = await startRelay({ ...DEFAULT_LIMITS, messagesPerSecond: 10 });
  const [noisy, other] = [await RawPeer.connect(strict), await RawPeer.connect(strict)];
  for (let n = 0; n < 1_000; n++) noisy.socket.pong();
  for (let n = 0; n < 5; n++) await other.settled();
  noisy.say({ type: 'ping' });
  for (let n = 0; n < 5; n++) await other.settled();
  expect(noisy.heard).toEqual([]);
  for (const peer of [noisy, other]) peer.socket.terminate();
  await strict.stop();
});

test('random frames never bring the relay down', async () => {
  for (let round = 0; round < 100; round++) {
    const peer = await RawPeer.connect(relay);
    for (let n = 0; n < 5; n++) peer.socket.send(randomBytes(1 + ((round * 37 + n * 311) % 3_000)));
    peer.socket.send(randomBytes(50).toString('latin1'));
    await peer.closed;
  }
  await expectAlive();
});

describe('an upgrade', () => {
  test('that is reset before the handshake harms nobody', async () => {
    const { port, hostname } = new URL(relay.url);
    for (let n = 0; n < 20; n++) {
      const socket = connect(Number(port), hostname);
      await new Promise((resolve) => socket.once('connect', resolve));
      socket.write('GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n');
      socket.resetAndDestroy();
    }
    await expectAlive();
  });

  test('without the subprotocol is refused', async () => {
    const socket = new WebSocket(relayUrl(relay.url));
    const refused = await new Promise((resolve) => {
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
    });
    expect(refused).toBe(400);
  });

  test('elsewhere than at /ws is not found', async () => {
    const socket = new WebSocket(relay.url.replace('http', 'ws'), 'mayfly.1');
    const refused = await new Promise((resolve) => {
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
    });
    expect(refused).toBe(404);
  });

  test('is found by an absolute address too, as proxies write it', async () => {
    const url = new URL(relay.url);
    const asking = httpRequest({
      ...{ port: url.port, hostname: url.hostname, path: `${relay.url}/ws?x` },
      headers: {
        ...{ Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': 13 },
        ...{
          'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
          'Sec-WebSocket-Protocol': 'mayfly.1',
        },
      },
    }).end();
    const [response, socket] = await once(asking, 'upgrade');
    socket.destroy();
    expect(response.statusCode).toBe(101);
  });

  test.each(['h2c', 'TLS/1.0'])('to %s is ignored, and the request answered', async (Upgrade) => {
    const headers = { Connection: 'Upgrade, HTTP2-Settings', Upgrade };
    const asking = httpRequest(`${relay.url}/healthz`, { headers }).end();
    const [response] = await once(asking, 'response');
    response.resume();
    expect(response.statusCode).toBe(200);
  });
});

describe('the web page', () => {
  const { address } = randomPage(10);

  test('is served at / and at every address, under a strict policy', async () => {
    for (const path of ['/', `/${address}`, `/${address}/`]) {
      const response = await fetch(relay.url + path);
      expect(response.status).toBe(200);
      expect(await response.text()).toContain('<script async type="module"');
      const policy = response.headers.get('content-security-policy');
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-src 'none'");
      expect(policy).not.toContain('unsafe-eval');
      expect(policy).toMatch(/script-src 'self'(;|$)/);
      expect(response.headers.get('referrer-policy')).toBe('no-referrer');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  test.each(['/nonsense', `/${address}a`, `/${address.slice(1)}`, `/a/${address}`])(
    'says 404 where %s is no address',
    async (path) => {
      const response = await fetch(relay.url + path);
      expect(response.status).toBe(404);
      expect(response.headers.get('content-type')).toContain('text/html');
    },
  );

  test('does not leave its folder', async () => {
    const { port, hostname } = new URL(relay.url);
    const status = await new Promise((resolve) => {
      httpRequest({ port, hostname, path: '/../../package.json' }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).end();
    });
    expect(status).not.toBe(200);
  });

  test('says it is well at /healthz', async () => {
    const response = await fetch(`${relay.url}/healthz`);
    expect(await response.json()).toEqual({ status: 'ok' });
  });
});
