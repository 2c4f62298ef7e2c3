/** A device and its keeper at a real relay, whose every byte is looked at. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type Client,
  createClient,
  KeeperClient,
  makePairing,
  type PageSource,
  relayUrl,
} from '../../../relay/client/index.ts';
import { scheduleTimeout } from '../../../relay/client/socket.ts';
import type { Relay } from '../../../relay/server/serve.ts';
import { Wiretap } from '../../journeys/wiretap.ts';
import { MemoryPages, startRelay } from '../../support/wire.ts';
import { addresses, DeskScene, HERE, MemoryTurns } from './keeper-scene.ts';

const pairing = await makePairing('Attic');
const [page, ...parts] = addresses(101);
if (!page) throw new Error('expected a page');
const order = { type: 'keep', address: page, bytes: 284, parts } as const;

let relay: Relay;
let tap: Wiretap;
let keeper: DeskScene;
let attic: Client;
let client: Client;
let alice: KeeperClient;

beforeEach(async () => {
  relay = await startRelay();
  tap = await Wiretap.before(relay.url);
  keeper = new DeskScene(pairing);
  attic = await keeperAt(tap.origin);
  client = createClient({ url: relayUrl(tap.origin), pages: new MemoryPages() });
  alice = device(pairing.key);
});

afterEach(async () => {
  alice.close();
  client.close();
  attic.close();
  tap.close();
  await relay.stop();
});

function device(key: Uint8Array): KeeperClient {
  return new KeeperClient({
    code: { relay: relay.url, address: pairing.address, key },
    client,
    turns: new MemoryTurns(new Uint8Array(16).fill(1)),
    schedule: scheduleTimeout,
    random: () => 0,
  });
}

/** Resolves when the relay knows that the keeper answers. */
async function keeperAt(origin: string): Promise<Client> {
  const held = new MemoryPages({ address: pairing.address, bytes: Buffer.from(pairing.page) });
  const pages: PageSource = {
    addresses: () => held.addresses(),
    read: (...range) => held.read(...range),
    answers: (address) => address === pairing.address,
  };
  const connected = createClient({ url: relayUrl(origin), pages });
  connected.subscribe((event) => {
    if (event.type !== 'note') return;
    void keeper.desk.receive(event.body, HERE).then((answer) => {
      if (answer) connected.note(event.address, answer, event.from);
    });
  });
  const announced = new Promise<void>((resolve) => {
    connected.subscribe(({ type }) => type === 'announced' && resolve());
  });
  await announced;
  await connected.settled();
  return connected;
}

test('a bundle is ordered, looked at and released', async () => {
  expect((await alice.ask(order)).states.get(page)).toBe('coming');
  expect(keeper.ledger.orders.get(page)?.parts).toEqual(parts);
  for (const one of [page, ...parts]) keeper.ledger.here.add(one);
  const { states } = await alice.ask({ type: 'state', addresses: [page] });
  expect(states.get(page)).toBe('kept');
  await alice.ask({ type: 'release', addresses: [page] });
  expect(keeper.ledger.orders.size).toBe(0);
});

test('the relay sees no key, and notes of two lengths', async () => {
  await alice.ask({ type: 'hello', name: 'Alice’s laptop' });
  await alice.ask(order);
  const heard = tap.heard().toString('latin1');
  const notes = [...heard.matchAll(/\{"type":"note"[^}]*"body":"([^"]*)"/g)].map(
    ([, body = '']) => Buffer.from(body, 'base64url').length,
  );
  expect(notes.length).toBeGreaterThan(5);
  expect(new Set(notes)).toEqual(new Set([512, 3_072]));
  for (const encoding of ['base64url', 'hex', 'latin1'] as const) {
    expect(heard).not.toContain(Buffer.from(pairing.key).toString(encoding));
    expect(heard).not.toContain(Buffer.from('laptop').toString(encoding));
  }
  expect(heard).not.toContain(parts[0]);
});

test('a device that has no connection yet asks as soon as it has one', async () => {
  const asked = alice.ask({ type: 'state', addresses: [page] });
  expect(client.connection.state).not.toBe('open');
  expect((await asked).states.get(page)).toBe('none');
});

test('a wrong code is told from a keeper that is away', async () => {
  alice.close();
  alice = device(new Uint8Array(32));
  await expect(alice.ask(order)).rejects.toMatchObject({ problem: 'wrong-code' });
});

test('a keeper that is away is said to be away', async () => {
  attic.close();
  await expect(alice.ask(order)).rejects.toMatchObject({ problem: 'away' });
});
