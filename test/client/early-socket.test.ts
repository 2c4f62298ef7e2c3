import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { addressOf, createClient, EarlySocket } from '../../relay/client/index.ts';
import { DEFAULT_LIMITS, encodeFrame, encodeMessage } from '../../relay/protocol/index.ts';
import { bytesOf, Shelf } from './scene.ts';

/** A WebSocket whose other end is this test. */
class Socket extends EventTarget {
  static last: Socket;
  binaryType = '';
  bufferedAmount = 0;
  readonly sent: unknown[] = [];
  readonly url: string;

  constructor(url: string) {
    super();
    this.url = url;
    Socket.last = this;
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {}

  open(can: readonly string[] = ['early-want']): void {
    this.dispatchEvent(new Event('open'));
    this.say(
      encodeMessage({
        type: 'welcome',
        can,
        limits: DEFAULT_LIMITS,
        heartbeatSeconds: 20,
        session: 's',
      }),
    );
  }

  say(data: string | ArrayBuffer): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
}

const page = bytesOf(1_000);
const address = await addressOf(page);
const frame = encodeFrame(address, 0, page.length, page).buffer as ArrayBuffer;
const want = { type: 'want', address, from: 0 };

beforeEach(() => void vi.stubGlobal('WebSocket', Socket));
afterEach(() => void vi.unstubAllGlobals());

function start(wanted = true) {
  const early = new EarlySocket('ws://relay/ws', wanted ? address : undefined);
  const socket = Socket.last;
  const connect = () => {
    const client = createClient({
      url: 'ws://relay/ws',
      pages: new Shelf(),
      early,
      random: () => 0,
    });
    return { client, end: () => client.close() };
  };
  return { socket, connect };
}

test('[F9] the address of the socket says which page is wanted, before there is a client', () => {
  const { socket } = start();
  expect(socket.url).toBe(`ws://relay/ws?want=${address}`);
  socket.open();
  expect(socket.sent).toEqual([]);
});

test('[F9] a relay that does not read it there is asked once it says so', async () => {
  const { socket, connect } = start();
  socket.open(['cancelled']);
  expect(socket.sent).toEqual([want]);
  socket.say(frame);
  const { client, end } = connect();
  expect(await client.fetch(address)).toEqual(page);
  expect(socket.sent).toEqual([want]);
  end();
});

test('a page that came before there was a client is fetched without another word', async () => {
  const { socket, connect } = start();
  socket.open();
  socket.say(frame);
  const { client, end } = connect();
  expect(Socket.last).toBe(socket);
  expect(await client.fetch(address)).toEqual(page);
  expect(socket.sent).toEqual([]);
  end();
});

test('a client that was there first gets what comes later', async () => {
  const { socket, connect } = start();
  const { client, end } = connect();
  const fetched = client.fetch(address);
  socket.open();
  socket.say(frame);
  expect(await fetched).toEqual(page);
  expect(socket.sent).toEqual([]);
  end();
});

test('what nobody fetches is taken back', async () => {
  const { socket, connect } = start();
  socket.open();
  const { client, end } = connect();
  await vi.waitFor(() => expect(client.connection.state).toBe('open'));
  expect(socket.sent).toEqual([{ type: 'unwant', address }]);
  end();
});

test('without a page it is only open early', async () => {
  const { socket, connect } = start(false);
  socket.open();
  expect(socket.sent).toEqual([]);
  const { client, end } = connect();
  void client.fetch(address).catch(() => {});
  await vi.waitFor(() => expect(socket.sent).toEqual([want]));
  end();
});

test('one that was lost before the client came is followed by another, which asks anew', async () => {
  const { socket, connect } = start();
  socket.open();
  socket.dispatchEvent(Object.assign(new Event('close'), { code: 1006, reason: '' }));
  const { client, end } = connect();
  void client.fetch(address).catch(() => {});
  await vi.waitFor(() => expect(Socket.last).not.toBe(socket), { timeout: 5_000 });
  Socket.last.open();
  await vi.waitFor(() => expect(Socket.last.sent).toEqual([want]));
  end();
});

test('a want that was said early counts among what was sent when its session is resumed', async () => {
  const { socket, connect } = start();
  socket.open();
  const { client, end } = connect();
  const resumed = new Promise((resolve) => {
    client.subscribe(({ type }) => type === 'resumed' && resolve(undefined));
  });
  void client.fetch(address).catch(() => {});
  client.watch(address, () => {});
  await vi.waitFor(() => expect(socket.sent).toHaveLength(1));
  socket.dispatchEvent(Object.assign(new Event('close'), { code: 1006, reason: '' }));
  await vi.waitFor(() => expect(Socket.last).not.toBe(socket), { timeout: 5_000 });
  Socket.last.open();
  Socket.last.say(encodeMessage({ type: 'resumed', received: 2 }));
  await resumed;
  await vi.waitFor(() => expect(client.connection.state).toBe('open'));
  expect(Socket.last.sent.filter((sent) => (sent as { type: string }).type === 'watch')).toEqual(
    [],
  );
  end();
});
