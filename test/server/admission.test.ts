import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { BlockList, connect } from 'node:net';
import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { relayUrl } from '@mayfly/relay/client';
import { DEFAULT_LIMITS, type RelayLimits, SUBPROTOCOL } from '@mayfly/relay/protocol';
import {
  Admission,
  type AdmissionOptions,
  type Opening,
  type Verdict,
} from '../../relay/server/admission.ts';
import { addNetwork } from '../../relay/server/client-address.ts';
import { type Relay, serve, type ServeOptions } from '../../relay/server/serve.ts';
import { metricsOf } from '../support/wire.ts';

const ALICE = '192.0.2.1';
const BOB = '192.0.2.2';
const CAROL = '192.0.2.3';
const PROXY = '10.0.0.1';

function networks(...texts: string[]): BlockList {
  const list = new BlockList();
  for (const text of texts) addNetwork(list, text);
  return list;
}

function admissionWith(options: Partial<AdmissionOptions> = {}): Admission {
  const limits = { connections: 100, connectionsPerAddress: 100, sockets: 1_000 };
  return new Admission({ limits, origins: ['*'], proxies: new BlockList(), ...options });
}

function within(connections: number, connectionsPerAddress: number): Admission {
  return admissionWith({ limits: { connections, connectionsPerAddress, sockets: 1_000 } });
}

const outcome = (verdict: Verdict): string =>
  verdict.type === 'refused' ? verdict.refusal : 'admitted';
const close = (opening: Opening | undefined): void => {
  if (opening?.type === 'open') opening.leave();
};
const from = (admission: Admission, remoteAddress: string): string =>
  outcome(admission.admit({ remoteAddress }));

describe('the number of connections', () => {
  test('[B5] is bounded in all', () => {
    const admission = within(2, 100);
    expect(from(admission, ALICE)).toBe('admitted');
    expect(from(admission, BOB)).toBe('admitted');
    expect(from(admission, '192.0.2.3')).toBe('connections');
  });

  test('[B6] is bounded for one client and no other', () => {
    const admission = within(100, 2);
    expect([1, 2, 3].map(() => from(admission, ALICE))).toEqual([
      'admitted',
      'admitted',
      'connections-per-address',
    ]);
    expect(from(admission, BOB)).toBe('admitted');
  });

  test('has room again when one ends, and nothing is left of it', () => {
    const admission = within(1, 1);
    const verdict = admission.admit({ remoteAddress: ALICE });
    if (verdict.type === 'admitted') verdict.leave();
    expect(admission.sizes).toMatchObject({ total: 0, clients: 0 });
    expect(from(admission, ALICE)).toBe('admitted');
  });

  test.each([
    ['2001:db8:0:1::1', '2001:db8::1:ffff:ffff:ffff:ffff', 'connections-per-address'],
    ['2001:db8:0:1::1', '2001:db8:0:2::1', 'admitted'],
    ['::1', '::2', 'connections-per-address'],
    ['fe80::1%eth0', 'fe80::2', 'connections-per-address'],
    ['::ffff:192.0.2.1', '192.0.2.1', 'connections-per-address'],
    ['::ffff:c000:201', '192.0.2.1', 'connections-per-address'],
    ['::ffff:192.0.2.1', '::ffff:192.0.2.2', 'admitted'],
  ])('[B6] from %s and %s', (first, second, expected) => {
    const admission = within(100, 1);
    from(admission, first);
    expect(from(admission, second)).toBe(expected);
  });

  test('[B6] from one IPv6 network of 56 bits is bounded by twice that, and of 48 bits by four times', () => {
    const admission = within(100, 2);
    const many = (address: (n: number) => string): string[] =>
      Array.from({ length: 12 }, (_, n) => from(admission, address(n)));
    const admitted = (verdicts: string[]): number =>
      verdicts.filter((verdict) => verdict === 'admitted').length;
    expect(admitted(many((n) => `2001:db8:0:${n.toString(16)}::1`))).toBe(4);
    expect(admitted(many((n) => `2001:db8:0:${n.toString(16)}00::1`))).toBe(4);
    expect(from(admission, '2001:db8:1::1')).toBe('admitted');
  });

  test('[B6] that one client opens one after another is bounded too, and no other is', () => {
    const at = { now: 0 };
    const limits = { connections: 100, connectionsPerAddress: 2, sockets: 1_000 };
    const admission = admissionWith({ limits, now: () => at.now });
    const comeAndGo = (address: string): string => {
      const verdict = admission.admit({ remoteAddress: address });
      if (verdict.type === 'admitted') verdict.leave();
      return outcome(verdict);
    };
    const verdicts = Array.from({ length: 11 }, () => comeAndGo(ALICE));
    expect(verdicts.indexOf('connections-per-address')).toBe(10);
    expect(comeAndGo(BOB)).toBe('admitted');
    at.now = 5_000;
    expect([comeAndGo(ALICE), comeAndGo(ALICE)]).toEqual(['admitted', 'connections-per-address']);
  });

  test('does not count those it refused', () => {
    const admission = within(100, 1);
    for (let n = 0; n < 5; n++) from(admission, ALICE);
    expect(admission.sizes).toMatchObject({ total: 1, clients: 1 });
  });
});

describe('the number of sockets', () => {
  test('[B6] of one client is bounded, whatever they are for', () => {
    const admission = within(100, 2);
    const openings = Array.from({ length: 52 }, () => admission.open(ALICE));
    expect(openings.map(({ type }) => type)).not.toContain('refused');
    const refusal = 'sockets-per-address';
    expect(admission.open(ALICE)).toEqual({ type: 'refused', ip: ALICE, refusal });
    expect(admission.open(BOB).type).toBe('open');
    close(openings[0]);
    expect(admission.open(ALICE).type).toBe('open');
  });

  test('[B5] is bounded in all, and those of a proxy count', () => {
    const limits = { connections: 2, connectionsPerAddress: 2, sockets: 3 };
    const admission = admissionWith({ limits, proxies: networks(PROXY) });
    const [first] = [ALICE, BOB, PROXY].map((address) => admission.open(address));
    for (const ip of [CAROL, PROXY]) {
      expect(admission.open(ip)).toEqual({ type: 'refused', ip, refusal: 'sockets' });
    }
    close(first);
    expect(admission.open(PROXY).type).toBe('open');
    expect(admission.open(CAROL).type).toBe('refused');
  });

  test('of a proxy is not bounded otherwise', () => {
    const limits = { connections: 100, connectionsPerAddress: 2, sockets: 1_000 };
    const admission = admissionWith({ limits, proxies: networks(PROXY) });
    for (let n = 0; n < 100; n++) expect(admission.open(PROXY).type).toBe('open');
  });
});

describe('X-Forwarded-For', () => {
  test.each([
    ['is believed from a proxy', PROXY, ALICE, ALICE],
    ['is believed from a proxy that is IPv4 within IPv6', `::ffff:${PROXY}`, ALICE, ALICE],
    ['is not believed from anybody else', BOB, ALICE, BOB],
    ['is read from the right', PROXY, `198.51.100.9, ${ALICE}`, ALICE],
    ['is read past further proxies', PROXY, `${ALICE}, 10.0.0.2 , 10.0.0.3`, ALICE],
    ['ends at what is no address', PROXY, `${ALICE}, unknown, 10.0.0.2`, '10.0.0.2'],
    ['that is empty names nobody', PROXY, '', PROXY],
    ['may name a port', PROXY, `${ALICE}:4711`, ALICE],
    ['may name IPv6', PROXY, '2001:DB8::1', '2001:db8::1'],
    ['may name IPv6 and a port', PROXY, '[2001:db8::1]:443', '2001:db8::1'],
    ['of proxies alone is the farthest', PROXY, '10.0.0.3, 10.0.0.2', '10.0.0.3'],
  ])('%s', (_name, remoteAddress, forwardedFor, client) => {
    const admission = admissionWith({ proxies: networks('10.0.0.0/8', 'fd00::/8') });
    expect(admission.clientAddress({ remoteAddress, forwardedFor })).toBe(client);
  });

  test('is believed from nobody by default', () => {
    const applicant = { remoteAddress: '127.0.0.1', forwardedFor: ALICE };
    expect(admissionWith().clientAddress(applicant)).toBe('127.0.0.1');
  });
});

describe('an origin', () => {
  const origins = ['https://mayfly.example', 'chrome-extension://*', 'https://*.pages.example'];
  test.each([
    ['https://mayfly.example', 'admitted'],
    ['https://mayfly.example:8443', 'origin'],
    ['http://mayfly.example', 'origin'],
    ['https://mayfly.example.evil.example', 'origin'],
    ['https://mayflyXexample', 'origin'],
    ['chrome-extension://abcdefghijklmnop', 'admitted'],
    ['moz-extension://1234', 'origin'],
    ['https://a.b.pages.example', 'admitted'],
    ['https://pages.example', 'origin'],
    ['null', 'origin'],
    [undefined, 'admitted'],
  ])('%s: %s', (origin, expected) => {
    const admission = admissionWith({ origins });
    expect(outcome(admission.admit({ remoteAddress: ALICE, origin }))).toBe(expected);
  });

  test('is any by default', () => {
    const verdict = admissionWith().admit({ remoteAddress: ALICE, origin: 'null' });
    expect(outcome(verdict)).toBe('admitted');
  });
});

test.each(['', '10.0.0', '10.0.0.0/', '10.0.0.0/33', '10.0.0.0/8/8', '::/129', 'caddy', '::1/-1'])(
  "'%s' is no network",
  (text) => {
    expect(addNetwork(new BlockList(), text)).toBe(false);
  },
);

describe('a relay', () => {
  let relay: Relay;
  let sockets: WebSocket[] = [];
  let logged: Record<string, unknown>[] = [];

  afterEach(async () => {
    for (const socket of sockets) socket.terminate();
    sockets = [];
    await relay.stop();
  });

  async function start(
    limits: Partial<RelayLimits>,
    options: Partial<ServeOptions> = {},
  ): Promise<void> {
    logged = [];
    const log = pino({}, { write: (line: string) => void logged.push(JSON.parse(line)) });
    const bounds = { ...DEFAULT_LIMITS, ...limits };
    relay = await serve({ host: '127.0.0.1', port: 0, log, limits: bounds, ...options });
  }

  function open(headers: Record<string, string> = {}): WebSocket {
    const socket = new WebSocket(relayUrl(relay.url), SUBPROTOCOL, { headers });
    socket.on('error', () => {}); // a test asks about what it was refused with
    sockets.push(socket);
    return socket;
  }

  async function admitted(headers?: Record<string, string>): Promise<WebSocket> {
    const socket = open(headers);
    await once(socket, 'open');
    return socket;
  }

  async function refused(headers?: Record<string, string>): Promise<IncomingMessage> {
    const [, response] = await once(open(headers), 'unexpected-response');
    return response as IncomingMessage; // the second argument of this event
  }

  const from = (forwardedFor: string): Record<string, string> => ({
    'X-Forwarded-For': forwardedFor,
  });

  test('[B5] that is full answers 503 and when to come back, until a connection ends', async () => {
    await start({ connections: 2 });
    const [alice] = [await admitted(), await admitted()];
    const { statusCode, headers } = await refused();
    expect([statusCode, headers['retry-after']]).toEqual([503, '10']);
    alice.terminate();
    await expect.poll(() => relay.sizes.connections).toBe(1);
    await admitted();
  });

  test('[B6] answers 429 to one client too many connections, and not to another', async () => {
    await start({ connectionsPerAddress: 1 }, { proxies: networks('127.0.0.1') });
    await admitted(from(ALICE));
    const { statusCode, headers } = await refused(from(`${BOB}, ${ALICE}`));
    expect([statusCode, headers['retry-after']]).toEqual([429, '10']);
    await admitted(from(BOB));
  });

  test('[B6] takes the word of nobody who is no proxy', async () => {
    await start({ connectionsPerAddress: 1 });
    await admitted(from(ALICE));
    expect((await refused(from(BOB))).statusCode).toBe(429);
  });

  test('does not count a handshake that failed', async () => {
    await start({ connections: 1 });
    const headers = {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Protocol': SUBPROTOCOL,
    };
    const handshake = request(`${relay.url}/ws`, { headers }).end(); // without a key
    const [response] = await once(handshake, 'response');
    expect(response.statusCode).toBe(400);
    response.resume();
    await once(response, 'close');
    await admitted();
  });

  test('answers 403 to origins that may not connect', async () => {
    await start({}, { origins: ['https://mayfly.example'] });
    expect((await refused({ Origin: 'https://evil.example' })).statusCode).toBe(403);
    await admitted({ Origin: 'https://mayfly.example' });
    await admitted();
  });

  test.each([
    [false, {}],
    [true, { ip: '127.0.0.1' }],
  ])('logs each refusal once; with addresses where asked for: %s', async (logIps, ip) => {
    await start({}, { origins: ['null'], logIps });
    await refused({ Origin: 'https://evil.example' });
    expect(logged).toHaveLength(1);
    const { refusal, origin, msg } = logged[0] ?? {};
    expect([msg, refusal, origin]).toEqual([
      'connection refused',
      'origin',
      'https://evil.example',
    ]);
    expect(JSON.stringify(logged).includes('127.0.0.1')).toBe(logIps);
    expect(logged[0]).toMatchObject(ip);
  });
});

test.each([
  ['[B6] a client with too many sockets', 'sockets-per-address', { connectionsPerAddress: 1 }, 51],
  ['[B5] whoever has a socket too many', 'sockets', { sockets: 51 }, 51],
])('%s that ask for nothing is hung up on', async (_who, refusal, bound, most) => {
  const logged: unknown[] = [];
  const log = pino({}, { write: (line: string) => void logged.push(JSON.parse(line)) });
  const limits = { ...DEFAULT_LIMITS, ...bound };
  const at = { host: '127.0.0.1', port: 0 };
  const relay = await serve({ ...at, log, limits, metrics: at });
  const port = Number(new URL(relay.url).port);
  const sockets = Array.from({ length: most + 1 }, () => connect(port, '127.0.0.1'));
  for (const socket of sockets) socket.on('error', () => {}); // one of them is reset
  await Promise.race(sockets.map(async (socket) => await once(socket, 'close')));
  expect(sockets.filter((socket) => socket.closed)).toHaveLength(1);
  expect(logged).toEqual([expect.objectContaining({ msg: 'connection refused', refusal })]);
  expect(JSON.stringify(logged)).not.toContain('127.0.0.1');
  for (const socket of sockets) socket.destroy();
  expect(await metricsOf(relay)).toContain(
    `mayfly_connections_refused_total{reason="${refusal}"} 1`,
  );
  await relay.stop();
});
