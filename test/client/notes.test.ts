import { beforeEach, expect, test } from 'vitest';
import { addressOf, type ClientEvent } from '../../relay/client/index.ts';
import { type Address, encodeBase64url } from '../../relay/protocol/index.ts';
import { connected, connecting, type Scene, Shelf, textOf, waitOut } from './scene.ts';

const NAME = 'mZ8rYt5KcXbNgq3Dw1jVd0';
const helloPage = textOf('hello');
const hello = await addressOf(helloPage);
const world = await addressOf(textOf('world'));
const body = textOf('anyone there?');
const text = encodeBase64url(body);

/** Pages of which some take notes. */
class Answering extends Shelf {
  readonly answering = new Set<Address>();

  answers(address: Address): boolean {
    return this.answering.has(address);
  }
}

let shelf: Answering;
let alice: Scene;

beforeEach(async () => {
  shelf = new Answering();
  shelf.held.set(hello, helloPage);
  shelf.held.set(world, textOf('world'));
  shelf.answering.add(hello);
  alice = connecting(shelf);
  alice.relay.can = ['note'];
});

/** The connection is lost and another one welcomed, which resumes the first. */
async function resume(): Promise<void> {
  const sent = alice.relay.heard.length;
  alice.relay.wire.cut();
  waitOut(alice);
  await alice.relay.welcome({}, 20, 'second');
  await alice.relay.say({ type: 'resumed', received: sent });
}

test('bob sends a note about a page that he watches, and gets the answer', async () => {
  const bob = connecting();
  bob.relay.can = ['note'];
  bob.client.watch(hello, () => {});
  await bob.relay.welcome({ noteBytes: 4_096 });
  expect(bob.client.connection).toMatchObject({ state: 'open', takesNotes: true });
  bob.client.note(hello, body);
  bob.client.note(hello, body, NAME);
  await bob.relay.flush();
  expect(bob.relay.of('note')).toEqual([
    { type: 'note', address: hello, body: text },
    { type: 'note', address: hello, to: NAME, body: text },
  ]);
  await bob.relay.say({ type: 'note', address: hello, from: NAME, body: text });
  expect(bob.of('note')).toEqual([{ type: 'note', address: hello, from: NAME, body }]);
});

test('a note that is sent as soon as the connection is open follows the watch that it needs', async () => {
  const bob = connecting();
  bob.relay.can = ['note'];
  bob.client.watch(hello, () => {});
  bob.client.subscribe((event: ClientEvent) => {
    const isOpen = event.type === 'connection' && event.connection.state === 'open';
    if (isOpen) bob.client.note(hello, body);
  });
  await bob.relay.welcome({ noteBytes: 4_096 });
  expect(bob.relay.heard.map(({ type }) => type)).toEqual(['watch', 'note']);
});

test('of many notes that wait for the watch, the first ones go out', async () => {
  const listed = Promise.withResolvers<readonly Address[]>();
  const bob = connecting({ addresses: () => listed.promise, read: async () => undefined });
  bob.relay.can = ['note'];
  await bob.relay.welcome({ noteBytes: 4_096 });
  for (let n = 0; n < 100; n++) bob.client.note(hello, body);
  listed.resolve([]);
  await bob.relay.flush();
  expect(bob.relay.of('note')).toHaveLength(64);
});

test('a note that is sent while disconnected is lost', async () => {
  const bob = connecting();
  bob.relay.can = ['note'];
  bob.client.note(hello, body);
  await bob.relay.welcome({ noteBytes: 4_096 });
  expect(bob.relay.of('note')).toEqual([]);
  expect(bob.of('refused')).toEqual([]);
});

test('an older relay is sent no note, and the sender is told', async () => {
  const bob = await connected();
  bob.client.note(hello, body);
  await bob.relay.flush();
  expect(bob.relay.of('note')).toEqual([]);
  expect(bob.of('refused')).toMatchObject([{ code: 'no-notes', address: hello }]);
});

test('a note that is longer than the relay allows is not sent', async () => {
  const bob = connecting();
  bob.relay.can = ['note'];
  await bob.relay.welcome({ noteBytes: 10 });
  bob.client.note(hello, body);
  await bob.relay.flush();
  expect(bob.relay.of('note')).toEqual([]);
  expect(bob.of('refused')).toMatchObject([{ code: 'no-notes', address: hello }]);
});

test.each(['nobody', 'too-many-notes'])(
  'a note refused as %s ends no fetch of the page',
  async (code) => {
    const bob = await connected();
    const fetched = bob.client.fetch(hello);
    await bob.relay.say({ type: 'error', code, message: 'no', address: hello });
    await bob.relay.sendFrame(hello, helloPage);
    expect(await fetched).toEqual(helloPage);
    expect(bob.of('refused')).toMatchObject([{ code, address: hello }]);
  },
);

test('alice announces the pages that she answers for as such', async () => {
  await alice.relay.welcome();
  expect(alice.relay.of('have')).toEqual([
    { type: 'have', addresses: [hello], answers: true },
    { type: 'have', addresses: [world] },
  ]);
});

test('alice says nothing of answers to an older relay', async () => {
  alice.relay.can = [];
  await alice.relay.welcome();
  expect(alice.relay.of('have')).toEqual([{ type: 'have', addresses: [world, hello] }]);
});

test('alice begins and ends to answer for a page by another have', async () => {
  await alice.relay.welcome();
  shelf.answering.clear();
  alice.client.have(hello);
  shelf.answering.add(world);
  alice.client.have(world);
  await alice.relay.flush();
  expect(alice.relay.of('have').slice(2)).toEqual([
    { type: 'have', addresses: [hello] },
    { type: 'have', addresses: [world], answers: true },
  ]);
});

test('alice answers again after a resume, and says what has changed since', async () => {
  await alice.relay.welcome({}, 20, 'first');
  await resume();
  expect(alice.relay.of('have')).toEqual([{ type: 'have', addresses: [hello], answers: true }]);
  shelf.answering.clear();
  await resume();
  expect(alice.relay.of('have')).toEqual([{ type: 'have', addresses: [hello] }]);
  await resume();
  expect(alice.relay.of('have')).toEqual([]);
});

test('alice answers again after the relay had no room', async () => {
  await alice.relay.welcome();
  const said = alice.relay.heard.splice(0);
  await alice.relay.say({ type: 'error', code: 'too-many-haves', message: 'no room' });
  for (let beats = 0; beats < 10; beats++) {
    alice.time.advance(20_000);
    await alice.relay.say({ type: 'pong' });
  }
  expect(alice.relay.of('have')).toEqual(said);
});
