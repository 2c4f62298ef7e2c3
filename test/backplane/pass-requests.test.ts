import { expect, test } from 'vitest';
import type { Home } from '../../relay/server/backplane.ts';
import { type Asked, PassRequests } from '../../relay/server/cluster/pass-requests.ts';
import { parsePayload } from '../../relay/server/cluster/payloads.ts';
import type { NodeId } from '../../relay/server/cluster/subjects.ts';
import { randomPage } from '../support/wire.ts';
import { FakeNetwork } from './fake-bus.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
const FIRST = 64 * KIB;
const NODE = '00000000000000aa' as NodeId;

/** Passes that have asked for their first bytes, and the number of bytes that each has asked for since. */
function scene(count: number) {
  const network = new FakeNetwork();
  const bus = network.connect();
  const heard = new Map<string, number>();
  network.onMessage = ({ subject, bytes }) => {
    const payload = parsePayload(bytes);
    if (payload?.type === 'more') heard.set(subject, payload.to);
  };
  const home = { frameBytes: FIRST, pageBytes: 32 * MIB } as Home; // the part of a home that requests need
  const requests = new PassRequests({
    node: NODE,
    bus,
    home,
    now: () => 0,
    random: () => 0,
    nextPeer: () => -1,
    defer: (act) => act(),
  });
  const passes = Array.from({ length: count }, (_, n): Asked => {
    const { address } = randomPage(32);
    const rest = { total: undefined, received: 0, wanted: FIRST, asked: FIRST, seen: 0 };
    const counted = { reserved: 0, stuck: 0, looks: 0 };
    return { name: `t${n}`, address, outlet: `outlet ${n}`, ...rest, ...counted };
  });
  for (const pass of passes) requests.begin(pass, []);
  const ask = (pass: Asked, wanted: number): void => {
    pass.wanted = wanted;
    requests.more(pass);
  };
  return { requests, passes, heard, ask };
}

test('[N8] what is on its way stays within sixteen mebibytes, and goes on as it comes', () => {
  const { requests, passes, heard, ask } = scene(60);
  for (const pass of passes) ask(pass, 512 * KIB);
  const onTheirWay = passes.reduce((sum, { asked }) => sum + asked, 0);
  expect(onTheirWay).toBeGreaterThan(15 * MIB);
  expect(onTheirWay).toBeLessThanOrEqual(16 * MIB);
  const waiting = passes.filter(({ asked }) => asked === FIRST);
  const [next] = waiting;
  for (const pass of passes.slice(0, 8)) requests.received(pass, FIRST);
  expect(heard.get(next?.outlet ?? '')).toBe(512 * KIB);
  for (const pass of passes.slice(0, 20)) requests.end(pass, false);
  expect(waiting.slice(0, 15).every(({ asked }) => asked === 512 * KIB)).toBe(true);
});

test('one range may be on its way, however large', () => {
  const { requests, passes, heard, ask } = scene(1);
  passes.forEach((pass) => requests.received(pass, FIRST));
  ask(passes[0] as Asked, 15 * MIB);
  expect(heard.get('outlet 0')).toBe(15 * MIB);
});

test('[N8] has a share for each pass, however many others are stuck', () => {
  const { requests, passes, ask } = scene(80);
  const honest = passes[79] as Asked;
  for (const pass of passes.slice(0, 79)) ask(pass, 512 * KIB);
  requests.received(honest, FIRST);
  for (let turn = 1; turn <= 10; turn++) {
    ask(honest, FIRST + turn * 256 * KIB);
    expect(honest.asked).toBeGreaterThan(honest.received);
    requests.received(honest, honest.asked - honest.received);
  }
});

test('[N8] gives what a stuck pass does not use to those that wait', () => {
  const { requests, passes, ask } = scene(60);
  for (const pass of passes) ask(pass, 512 * KIB);
  const waiting = passes.filter(({ asked }) => asked === FIRST);
  expect(waiting.length).toBeGreaterThan(10);
  for (const pass of passes) requests.received(pass, 1); // they bring very few bytes
  requests.tick(passes, 400);
  expect(waiting.every(({ asked }) => asked === 512 * KIB)).toBe(true);
  for (const pass of passes) requests.end(pass, false);
  const [first] = passes as [Asked];
  Object.assign(first, { received: 0, asked: 0, wanted: 15 * MIB });
  requests.more(first); // a pass that is over does not count
  expect(first.asked).toBe(15 * MIB);
});

test('no more than the page is asked for', () => {
  const { passes, heard, ask } = scene(1);
  const [pass] = passes as [Asked];
  pass.total = 100 * KIB;
  ask(pass, 512 * KIB);
  expect(heard.get(pass.outlet)).toBe(100 * KIB);
});

test('[N11] a giver from which nothing comes is asked again, one that is not asked now and then', () => {
  const { requests, passes, heard } = scene(2);
  const [stuck, idle] = passes as [Asked, Asked];
  requests.received(idle, FIRST);
  idle.seen = idle.received;
  requests.tick(passes, 400);
  expect([...heard.keys()]).toEqual([stuck.outlet]);
  for (let now = 800; now <= 2_400; now += 400) requests.tick(passes, now);
  expect(heard.has(idle.outlet)).toBe(true);
});
