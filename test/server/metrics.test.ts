import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import { BlockList } from 'node:net';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type Address, DEFAULT_LIMITS, SUBPROTOCOL } from '@mayfly/relay/protocol';
import { newBroker } from '../broker/new-broker.ts';
import { createMetrics } from '../../relay/server/metrics.ts';
import { type Relay, serve } from '../../relay/server/serve.ts';
import { Totals } from '../../relay/server/totals.ts';
import { clusterOn } from '../backplane/cluster-on.ts';
import { FakeNetwork } from '../backplane/fake-bus.ts';
import { have, haveAnswering, note, want, watch } from '../support/messages.ts';
import { metricsOf, RawPeer, randomPage, startRelay, type TestPage } from '../support/wire.ts';

const LOCAL = { host: '127.0.0.1', port: 0 };

let relay: Relay;
let lines: string[];

beforeEach(async () => {
  lines = [];
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  const log = pino({ level: 'trace', timestamp: false, base: null }, stream);
  relay = await serve({ ...LOCAL, log, metrics: LOCAL });
});

afterEach(async () => {
  await relay.stop();
});

async function readMetrics(): Promise<string> {
  const response = await fetch(relay.metricsUrl ?? '');
  expect(response.headers.get('content-type')).toContain('text/plain');
  return await response.text();
}

/** The relay's own metrics that are not 0, without the buckets and sums of its histograms. */
async function readCounts(): Promise<Record<string, number>> {
  const counts = [...(await readMetrics()).matchAll(/^mayfly_(\S+) (\S+)$/gm)]
    .map(([, name = '', value]) => [name, Number(value)] as const)
    .filter(([name, value]) => value !== 0 && !/_bucket|_sum$/.test(name));
  return Object.fromEntries(counts);
}

function textPage(text: string): TestPage {
  const bytes = Buffer.from(text);
  return { bytes, address: createHash('sha256').update(bytes).digest('hex') as Address };
}

function loopback(): BlockList {
  const networks = new BlockList();
  networks.addAddress('127.0.0.1');
  return networks;
}

/** Asks to connect; the relay ends it when it stops. */
function ask(
  path: string,
  headers: Record<string, string> = {},
  protocol: string = SUBPROTOCOL,
): WebSocket {
  return new WebSocket(relay.url.replace('http', 'ws') + path, protocol, { headers });
}

/** A request to upgrade that lacks the key that WebSocket asks for. */
async function askWithoutKey(): Promise<void> {
  const headers = {
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Protocol': SUBPROTOCOL,
  };
  const [response] = await once(get(`${relay.url}/ws`, { headers }), 'response');
  response.resume();
}

async function holder(address: Address): Promise<RawPeer> {
  const peer = await RawPeer.connect(relay);
  peer.say(have(address));
  await peer.settled();
  return peer;
}

async function answer(seeder: RawPeer, page: TestPage): Promise<void> {
  const { from, length } = await seeder.next('request');
  seeder.serve(page, from, length);
}

async function read(reader: RawPeer, seeder: RawPeer, page: TestPage): Promise<void> {
  reader.say(want(page.address));
  await answer(seeder, page);
  await reader.received(page.bytes.length);
}

describe('/metrics', () => {
  test('is all zero before anybody came', async () => {
    expect(await readCounts()).toEqual({});
  });

  test('counts a page that was shared, read and watched', async () => {
    const page = randomPage(100_000);
    const [seeder, reader] = [await holder(page.address), await RawPeer.connect(relay)];
    await read(reader, seeder, page);
    reader.say(watch(page.address), want(randomPage(1).address));
    await reader.settled();
    expect(await readCounts()).toEqual({
      connections: 2,
      sockets: 2,
      haves: 1,
      wants: 1,
      watches: 1,
      swarms: 2,
      transfers_completed_total: 1,
      content_bytes_in_total: 100_000,
      content_bytes_out_total: 100_000,
      // have, ping; want, watch, want, ping
      'messages_in_total{kind="text"}': 6,
      'messages_in_total{kind="content"}': 2,
      want_first_byte_seconds_count: 1,
      want_last_byte_seconds_count: 1,
    });
    seeder.close();
    reader.close();
  });

  test('counts notes that were passed on, and waits on for a page whose note was refused', async () => {
    const page = randomPage(1_000);
    const [seeder, reader] = [await holder(page.address), await RawPeer.connect(relay)];
    reader.say(want(page.address), note(page.address));
    expect((await reader.next('error')).code).toBe('nobody');
    seeder.say(haveAnswering(page.address));
    await seeder.settled();
    reader.say(note(page.address));
    await seeder.next('note');
    await answer(seeder, page);
    await reader.received(page.bytes.length);
    expect(await readCounts()).toMatchObject({
      notes_total: 1,
      'refusals_total{code="nobody"}': 1,
      want_first_byte_seconds_count: 1,
    });
    seeder.close();
    reader.close();
  });

  test('counts bytes out for each reader', async () => {
    const page = randomPage(1_000);
    const readers = [await RawPeer.connect(relay), await RawPeer.connect(relay)];
    for (const reader of readers) {
      reader.say(want(page.address));
      await reader.settled();
    }
    const seeder = await holder(page.address);
    await answer(seeder, page);
    for (const reader of readers) await reader.received(1_000);
    expect(await readCounts()).toMatchObject({
      content_bytes_in_total: 1_000,
      content_bytes_out_total: 2_000,
      want_last_byte_seconds_count: 2,
    });
    for (const peer of [seeder, ...readers]) peer.close();
  });

  test('tells a liar from a reader who went, and from one who broke the protocol', async () => {
    const page = randomPage(1_000);
    const [liar, reader] = [await holder(page.address), await RawPeer.connect(relay)];
    reader.say(want(page.address));
    await answer(liar, { ...randomPage(1_000), address: page.address });
    await liar.closed;
    const mute = await holder(page.address);
    await mute.next('request');
    reader.say({ type: 'unwant', address: page.address });
    await reader.settled();
    reader.socket.send('{}');
    await reader.closed;
    expect(await readCounts()).toMatchObject({
      'transfers_failed_total{reason="corrupt"}': 1,
      'transfers_failed_total{reason="unread"}': 1,
      'refusals_total{code="shut-out"}': 1,
      seeders_shut_out_total: 1,
      'protocol_violations_total{code="unknown-type"}': 1,
    });
    expect(await readCounts()).not.toHaveProperty('want_first_byte_seconds_count');
    mute.close();
  });

  test('counts requests to connect that were refused, by reason', async () => {
    await relay.stop();
    relay = await serve({
      ...LOCAL,
      log: pino({ level: 'silent' }),
      metrics: LOCAL,
      limits: { ...DEFAULT_LIMITS, connections: 2, connectionsPerAddress: 1 },
      origins: ['https://mayfly.example'],
      proxies: loopback(),
    });
    await once(ask('/elsewhere'), 'unexpected-response');
    await once(ask('/ws', {}, 'mayfly.0'), 'unexpected-response');
    await askWithoutKey();
    await once(ask('/ws', { Origin: 'https://evil.example' }), 'unexpected-response');
    await once(ask('/ws', { 'X-Forwarded-For': '192.0.2.1' }), 'open');
    await once(ask('/ws', { 'X-Forwarded-For': '192.0.2.1' }), 'unexpected-response');
    await once(ask('/ws', { 'X-Forwarded-For': '192.0.2.2' }), 'open');
    await once(ask('/ws', { 'X-Forwarded-For': '192.0.2.3' }), 'unexpected-response');
    await expect.poll(async () => (await readCounts())['sockets']).toBe(2);
    expect(await readCounts()).toEqual({
      connections: 2,
      sockets: 2,
      'connections_refused_total{reason="path"}': 1,
      'connections_refused_total{reason="subprotocol"}': 1,
      'connections_refused_total{reason="handshake"}': 1,
      'connections_refused_total{reason="origin"}': 1,
      'connections_refused_total{reason="connections-per-address"}': 1,
      'connections_refused_total{reason="connections"}': 1,
    });
  });

  test('counts what the connections of one client announce past its part', async () => {
    await relay.stop();
    relay = await startRelay({ ...DEFAULT_LIMITS, totalHaves: 8 });
    const [alice, again] = [await RawPeer.connect(relay), await RawPeer.connect(relay)];
    alice.say(have(randomPage(1).address));
    await alice.settled();
    again.say(have(randomPage(1).address));
    await again.settled();
    again.say(have(randomPage(1).address));
    expect(await again.next('error')).toMatchObject({ code: 'too-many-haves' });
    expect(await readCounts()).toMatchObject({
      haves: 2,
      'refusals_total{code="too-many-haves"}': 1,
    });
    alice.close();
    again.close();
  });

  test('tells of memory and of the event loop', async () => {
    const text = await readMetrics();
    expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds \d/m);
    expect(text).toMatch(/^process_resident_memory_bytes \d/m);
  });

  test('counts sockets without a list of all that is open', async () => {
    const text = await readMetrics();
    expect(text).toContain('# TYPE mayfly_sockets gauge');
    expect(text).not.toMatch(/_open_fds|nodejs_active_/);
  });

  test('is at a port of its own, and at no other', async () => {
    const response = await fetch(`${relay.url}/metrics`);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      404,
      'text/html; charset=utf-8',
    ]);
    expect((await fetch(new URL('/', relay.metricsUrl))).status).toBe(404);
    const method = 'POST';
    expect((await fetch(relay.metricsUrl ?? '', { method, body: 'x' })).status).toBe(404);
  });

  test('is nowhere where nobody asked for it', async () => {
    const quiet = await serve({ ...LOCAL, log: pino({ level: 'silent' }) });
    expect(quiet.metricsUrl).toBeUndefined();
    await quiet.stop();
  });

  test('has every metric that the dashboard shows', async () => {
    const dashboard = JSON.parse(
      readFileSync(new URL('../../relay/grafana.json', import.meta.url), 'utf8'),
    );
    const ids = dashboard.panels.map(({ id }: { id: number }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const shown = JSON.stringify(dashboard).matchAll(/\b(?:mayfly|nodejs|process)_\w+/g);
    const names = new Set([...shown].map(([name]) => name.replace(/_bucket$/, '')));
    expect(names.size).toBeGreaterThan(20);
    const member = await startRelay(undefined, clusterOn(new FakeNetwork().connect()));
    const text = await metricsOf(member);
    await member.stop();
    for (const name of names) expect(text).toContain(`# TYPE ${name} `);
  });
});

describe('the log', () => {
  test('names what went wrong, but neither page bytes nor full addresses nor who reads them', async () => {
    const page = textPage('a secret of a page');
    const lie = { ...textPage('all of this is a lie'), address: randomPage(1).address };
    const [seeder, reader] = [await holder(page.address), await RawPeer.connect(relay)];
    await read(reader, seeder, page);
    await fetch(`${relay.url}/${page.address}`);
    await fetch(`${relay.url}/${page.address}/nothing`);
    const liar = await holder(lie.address);
    reader.say(want(lie.address));
    await answer(liar, lie);
    await liar.closed;
    reader.socket.send(`{"type":"${page.address}"}`);
    await reader.closed;
    seeder.close();
    await expect.poll(() => relay.sizes.connections).toBe(0);

    const log = lines.join('');
    expect(log).toContain(`"address":"${lie.address.slice(0, 8)}"`);
    expect(log).toContain('seeder shut out');
    expect(log).toContain('protocol violated');
    expect(log).not.toMatch(/[0-9a-f]{9}/i);
    expect(log).not.toMatch(/secret|a lie|127\.0\.0\.1|::1/);
    for (const line of lines) expect(JSON.parse(line)).toHaveProperty('msg');
  });
});

test('a scrape of a relay with 50,000 connections takes less than 5 ms of the processor', async () => {
  const broker = newBroker({});
  for (let peer = 1; peer <= 50_000; peer++) {
    broker.connect(peer, `session ${peer}`, `client ${peer}`);
    const address = peer.toString(16).padStart(64, '0') as Address; // hex digits only
    broker.receive(peer, have(address), 0);
  }
  const open = { connections: 50_000, sockets: 50_000 };
  const metrics = createMetrics({
    totals: new Totals(),
    state: () => ({ ...broker.sizes, ...broker.announced, ...open }),
    isRead: true,
  });
  const spentMs: number[] = [];
  for (let n = 0; n < 21; n++) {
    const before = process.cpuUsage();
    await metrics.text();
    const { user, system } = process.cpuUsage(before);
    spentMs.push((user + system) / 1_000);
  }
  expect(spentMs.toSorted((a, b) => a - b)[10]).toBeLessThan(5);
});
