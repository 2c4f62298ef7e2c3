import { expect, test } from 'vitest';
import { addressOf, ClosedError, createClient, relayUrl } from '../../relay/client/index.ts';
import { CLOSE, DEFAULT_LIMITS } from '../../relay/protocol/index.ts';
import { bytesOf, connected, connecting, reconnect, Shelf, waitOut } from './scene.ts';
import { VirtualTime } from './virtual-time.ts';

const address = await addressOf(bytesOf(10));
const states = (scene: ReturnType<typeof connecting>) =>
  scene.of('connection').map((event) => event.connection.state);

test('a client connects when made, and is open once welcomed', async () => {
  const alice = connecting();
  expect(alice.client.connection).toEqual({ state: 'connecting' });
  expect(alice.relay.protocols).toEqual(['mayfly.1']);
  await alice.relay.welcome();
  expect(alice.client.connection).toEqual({
    state: 'open',
    limits: DEFAULT_LIMITS,
    takesNotes: false,
  });
  expect(alice.relay.wire.client.binaryType).toBe('arraybuffer');
});

test('a relay that does not welcome within ten seconds is tried again', () => {
  const alice = connecting();
  alice.time.advance(9_999);
  expect(alice.client.connection.state).toBe('connecting');
  alice.time.advance(1);
  expect(alice.client.connection).toMatchObject({ state: 'waiting', reason: 'no welcome in time' });
  alice.time.advance(1_000);
  expect(alice.relay.opened).toBe(2);
});

test('every step of a lost and regained connection is an event', async () => {
  const alice = await connected();
  await reconnect(alice);
  expect(states(alice)).toEqual(['open', 'waiting', 'connecting', 'open']);
});

test('a connection that fails is tried again', async () => {
  const alice = await connected();
  alice.relay.wire.client.fail();
  expect(alice.client.connection).toMatchObject({ reason: 'the connection failed' });
});

test('a platform that refuses to open a socket is asked again', () => {
  const time = new VirtualTime();
  let asked = 0;
  const openSocket = () => {
    asked++;
    throw new Error('insecure');
  };
  const { schedule } = time;
  const alice = createClient({ url: 'ws://relay/ws', pages: new Shelf(), openSocket, schedule });
  expect(alice.connection.state).toBe('waiting');
  time.advance(1_000);
  expect(asked).toBeGreaterThan(1);
  alice.close();
});

test('a ping goes out every heartbeat, however busy the connection is', async () => {
  const alice = await connected();
  for (let beat = 0; beat < 3; beat++) {
    alice.time.advance(10_000);
    await alice.relay.say({ type: 'seeders', counts: {} });
    alice.time.advance(10_000);
    await alice.relay.flush();
    await alice.relay.say({ type: 'pong' });
  }
  expect(alice.relay.of('ping')).toHaveLength(3);
  expect(alice.client.connection.state).toBe('open');
});

test('a relay silent for two heartbeats is left and tried again', async () => {
  const alice = await connected();
  alice.time.advance(39_999);
  expect(alice.client.connection.state).toBe('open');
  alice.time.advance(1);
  expect(alice.client.connection).toMatchObject({
    state: 'waiting',
    reason: 'nothing heard for two heartbeats',
  });
  await alice.relay.flush();
  expect(alice.relay.closes).toEqual([CLOSE.silent]);
});

test('an absurd heartbeat does not overflow the timers', async () => {
  const alice = connecting();
  await alice.relay.welcome({}, Number.MAX_SAFE_INTEGER);
  alice.time.advance(60_000);
  await alice.relay.flush();
  expect(alice.relay.of('ping')).toEqual([]);
});

test.each(['{', '[]', '{"type":"request"}', '{"type":"welcome","limits":{}}'])(
  'a malformed message %s closes the connection, and the client comes back',
  async (text) => {
    const alice = await connected();
    await alice.relay.sayText(text);
    expect(alice.client.connection.state).toBe('waiting');
    expect(alice.relay.closes).toEqual([CLOSE.violation]);
  },
);

test('a malformed frame closes the connection', async () => {
  const alice = await connected();
  alice.relay.wire.relay.send(new Uint8Array([2, 0, 0]));
  await alice.relay.flush();
  expect(alice.client.connection.state).toBe('waiting');
});

test('anything before the welcome closes the connection', async () => {
  const alice = connecting();
  await alice.relay.say({ type: 'pong' });
  expect(alice.client.connection).toMatchObject({
    reason: 'expected welcome first, not pong',
  });
});

test('messages of a later version are ignored', async () => {
  const alice = connecting();
  await alice.relay.sayText('{"type":"greeting"}');
  await alice.relay.welcome();
  await alice.relay.sayText('{"type":"weather","sunny":true}');
  expect(alice.client.connection.state).toBe('open');
});

test('after bye the client comes back when it was told to, jittered', async () => {
  const alice = await connected();
  await alice.relay.say({ type: 'bye', reason: 'restart', retryAfterMs: 4_000 });
  expect(alice.client.connection.state).toBe('open');
  alice.relay.wire.relay.close(CLOSE.restart, 'restart');
  await alice.relay.flush();
  expect(alice.client.connection).toEqual({
    state: 'waiting',
    retryInMs: 4_000,
    code: CLOSE.restart,
    reason: 'restart',
  });
});

test('a client that waits longer each time starts over once a connection has lasted', async () => {
  const alice = connecting();
  const waits: number[] = [];
  const lose = () => {
    alice.relay.wire.cut();
    waits.push(waitOut(alice));
  };
  lose();
  lose();
  await alice.relay.welcome();
  lose(); // welcomed and gone: no better than refused
  await alice.relay.welcome();
  alice.time.advance(20_000);
  lose();
  expect(waits).toEqual([500, 1_000, 2_000, 500]);
});

test('settled resolves when the relay answers, in the order asked', async () => {
  const alice = await connected();
  const order: number[] = [];
  const both = [1, 2].map((n) => alice.client.settled().then(() => order.push(n)));
  await alice.relay.say({ type: 'pong' });
  expect(order).toEqual([1]);
  await alice.relay.say({ type: 'pong' });
  await Promise.all(both);
});

test('the pong of a heartbeat settles nobody who asked after its ping', async () => {
  const alice = await connected();
  let isSettled = false;
  alice.time.advance(20_000);
  const settled = alice.client.settled().then(() => (isSettled = true));
  await alice.relay.say({ type: 'pong' });
  expect(isSettled).toBe(false);
  await alice.relay.say({ type: 'pong' });
  await settled;
});

test('settled survives a reconnect', async () => {
  const alice = await connected();
  const settled = alice.client.settled();
  await reconnect(alice);
  expect(alice.relay.of('ping')).toHaveLength(1);
  await alice.relay.say({ type: 'pong' });
  await settled;
});

test('close ends every promise and every timer', async () => {
  const alice = await connected();
  const ended = [
    alice.client.fetch(address),
    alice.client.fetch(address, { signal: new AbortController().signal }),
    alice.client.settled(),
  ].map((promise) => expect(promise).rejects.toThrow(ClosedError));
  alice.client.close();
  alice.client.close();
  await Promise.all(ended);
  await alice.relay.flush();
  expect(alice.relay.closes).toEqual([CLOSE.normal]);
  expect(alice.time.pending).toBe(0);
  expect(states(alice)).toEqual(['open', 'closed']);
});

test.each(['connecting', 'waiting'])('close ends every promise while %s', async (state) => {
  const alice = connecting();
  if (state === 'waiting') alice.relay.wire.cut();
  expect(alice.client.connection.state).toBe(state);
  const ended = [alice.client.fetch(address), alice.client.settled()].map((promise) =>
    expect(promise).rejects.toThrow(ClosedError),
  );
  alice.client.close();
  await Promise.all(ended);
  expect(alice.time.pending).toBe(0);
  alice.time.advance(60_000);
  expect(alice.relay.opened).toBe(1);
});

test('a closed client refuses what is asked of it and opens nothing', async () => {
  const alice = await connected();
  alice.client.close();
  await expect(alice.client.fetch(address)).rejects.toThrow(ClosedError);
  await expect(alice.client.settled()).rejects.toThrow(ClosedError);
  alice.client.watch(address, () => {})();
  alice.client.have(address);
  alice.client.drop(address);
  alice.time.advance(60_000);
  expect(alice.relay.opened).toBe(1);
});

test('a listener may close the client in the midst of an event', async () => {
  const alice = connecting();
  alice.client.subscribe((event) => {
    if (event.type === 'connection') alice.client.close();
  });
  await alice.relay.welcome();
  expect(alice.client.connection).toEqual({ state: 'closed' });
  expect(alice.time.pending).toBe(0);
});

test('a listener that stopped hears nothing more', async () => {
  const alice = connecting();
  const heard: string[] = [];
  alice.client.subscribe((event) => heard.push(event.type))();
  await alice.relay.welcome();
  expect(heard).toEqual([]);
});

test.each([
  ['http://localhost:4000', 'ws://localhost:4000/ws'],
  ['https://relay.example/', 'wss://relay.example/ws'],
])('the socket of %s is at %s', (origin, url) => {
  expect(relayUrl(origin)).toBe(url);
});

test('what is not an origin has no socket', () => {
  expect(() => relayUrl('ftp://relay.example')).toThrow(TypeError);
});
