import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Client, createClient, relayUrl } from '@mayfly/relay/client';
import { type Address, CLOSE, DEFAULT_LIMITS, type Request } from '@mayfly/relay/protocol';
import type { BackplaneState } from '../../relay/server/backplane.ts';
import type { Relay } from '../../relay/server/serve.ts';
import {
  drop,
  have,
  haveAnswering,
  note,
  unwant,
  unwatch,
  want,
  watch,
} from '../support/messages.ts';
import {
  connectClient,
  connectSeeder,
  MemoryPages,
  RawPeer,
  randomPage,
  type TestPage,
} from '../support/wire.ts';
import { until } from './until.ts';

/** The notes that a client may send at once. */
const NOTES_BURST = DEFAULT_LIMITS.notesPerMinute / 6;
const KIB = 1024;
const MIB = 1024 * KIB;

/** Three joined relays, or the same relay three times. */
export interface Joined {
  readonly relays: readonly [Relay, Relay, Relay];
  /** The properties in which backplanes differ. */
  readonly states: () => readonly BackplaneState[];
  readonly stop: () => Promise<void>;
}

/** The rules that hold for peers on one relay or on several. `join` starts the relays of one test. */
export function backplaneContract(join: () => Promise<Joined>): void {
  let joined: Joined;
  let near: Relay;
  let far: Relay;
  let third: Relay;
  const clients: { close(): void }[] = [];

  beforeEach(async () => {
    joined = await join();
    [near, far, third] = joined.relays;
  });

  afterEach(async () => {
    for (const client of clients.splice(0)) client.close();
    await joined.stop();
  });

  async function seeder(relay: Relay, ...pages: TestPage[]): Promise<Client> {
    const client = await connectSeeder(relay, ...pages);
    clients.push(client);
    return client;
  }

  function reader(relay: Relay): Client {
    const client = connectClient(relay);
    clients.push(client);
    return client;
  }

  async function raw(relay: Relay): Promise<RawPeer> {
    const peer = await RawPeer.connect(relay);
    clients.push(peer);
    return peer;
  }

  /** The last count that the peer got. */
  function countOf(peer: RawPeer, address: Address): number | undefined {
    return peer.heard
      .flatMap((one) => (!(one instanceof Uint8Array) && one.type === 'seeders' ? [one] : []))
      .flatMap(({ counts }) => counts[address] ?? [])
      .at(-1);
  }

  test.each([1, 70 * KIB, 3 * MIB + 17])(
    'a page of %i bytes is read wherever one is',
    async (length) => {
      const page = randomPage(length);
      await seeder(near, page);
      for (const relay of [far, third]) {
        expect(Buffer.compare(await reader(relay).fetch(page.address), page.bytes)).toBe(0);
      }
    },
  );

  test('[W2] a want that came before any have is served by the first', async () => {
    const page = randomPage(5 * KIB);
    const bob = await raw(far);
    bob.say(want(page.address));
    await bob.settled();
    await seeder(near, page);
    expect(await bob.received(page.bytes.length)).toEqual(page.bytes);
  });

  test('[T2] one upload serves every reader of a relay that waits', async () => {
    const page = randomPage(300 * KIB);
    const readers = await Promise.all([1, 2, 3, 4, 5].map(() => raw(far)));
    for (const peer of readers) peer.say(want(page.address));
    for (const peer of readers) await peer.settled();
    const alice = await raw(near);
    alice.say(have(page.address));
    await serveAll(alice, page);
    for (const peer of readers) expect(await peer.received(page.bytes.length)).toEqual(page.bytes);
    expect(
      alice.heard.filter((one) => !(one instanceof Uint8Array) && one.type === 'request'),
    ).toEqual([]);
  });

  test('[W3] a want with `from` gets the bytes from there on', async () => {
    const page = randomPage(200 * KIB);
    await seeder(near, page);
    const bob = await raw(far);
    bob.say(want(page.address, 150_001));
    const bytes = await bob.received(page.bytes.length - 150_001);
    expect(bytes).toEqual(page.bytes.subarray(150_001));
  });

  test('[L5] a want from past the end is told that its bytes are wrong, and starts again', async () => {
    const page = randomPage(10 * KIB);
    await seeder(near, page);
    const bob = await raw(far);
    bob.say(want(page.address, 20 * KIB));
    await bob.next('corrupt');
    expect(await bob.received(page.bytes.length)).toEqual(page.bytes);
  });

  test('[W1] who waits for a page is told how many hold it, wherever they are', async () => {
    const page = randomPage(10);
    const [silent, bob] = [await raw(near), await raw(far)];
    silent.say(have(page.address));
    await silent.settled();
    bob.say(want(page.address));
    expect((await bob.next('seeders')).counts[page.address]).toBe(1);
  });

  test('[S1] counts are the sum of all who hold a page, wherever they are', async () => {
    const page = randomPage(10);
    await seeder(near, page);
    const bob = await raw(far);
    bob.say(watch(page.address));
    await until(() => countOf(bob, page.address) === 1);
    const carol = await seeder(third, page);
    await seeder(far, page);
    await until(() => countOf(bob, page.address) === 3);
    carol.close();
    await until(() => countOf(bob, page.address) === 2);
  });

  test('[L5] a want from beyond any page is told so at once, and disturbs nobody', async () => {
    const pages = Array.from({ length: 8 }, () => randomPage(10 * KIB));
    const honest = randomPage(100 * KIB);
    await seeder(near, honest, ...pages);
    const mallory = await raw(far);
    for (const [i, { address }] of pages.entries()) mallory.say(want(address, 4_294_967_000 + i));
    for (const _ of pages) await mallory.next('corrupt');
    expect(Buffer.compare(await reader(far).fetch(honest.address), honest.bytes)).toBe(0);
  });

  test('[L5] a want from past the end does not make others begin again', async () => {
    const page = randomPage(2 * MIB);
    const [alice, bob, mallory] = [await raw(near), await raw(far), await raw(far)];
    alice.say(have(page.address));
    await alice.settled();
    bob.say(want(page.address));
    await alice.next('request');
    alice.serve(page, 0, 64 * KIB);
    await bob.received(64 * KIB);
    mallory.say(want(page.address, 3 * MIB));
    await until(() => {
      for (const request of requestsOf(alice)) {
        if (request.from >= page.bytes.length) alice.serve(page, page.bytes.length - 1, 1);
      }
      return mallory.heard.some((one) => !(one instanceof Uint8Array) && one.type === 'corrupt');
    });
    await bob.settled();
    expect(
      bob.heard.filter((one) => !(one instanceof Uint8Array) && one.type === 'corrupt'),
    ).toEqual([]);
    alice.serve(page, 64 * KIB, 192 * KIB);
    await bob.received(256 * KIB);
  });

  test('[T9] a want from within what another reads does not stop that one', async () => {
    const page = randomPage(600 * KIB);
    const [alice, bob, mallory] = [await raw(near), await raw(far), await raw(far)];
    alice.say(have(page.address));
    await alice.settled();
    bob.say(want(page.address));
    await alice.next('request');
    alice.serve(page, 0, 64 * KIB);
    await bob.received(64 * KIB);
    mallory.say(want(page.address, 100 * KIB));
    await alice.next('request');
    alice.serve(page, 64 * KIB, 192 * KIB);
    expect((await bob.received(256 * KIB)).length).toBe(256 * KIB);
  });

  test('[T5] when a seeder leaves, another goes on at the byte reached', async () => {
    const page = randomPage(400 * KIB);
    const [alice, bob] = [await raw(near), await raw(far)];
    alice.say(have(page.address));
    await alice.settled();
    bob.say(want(page.address));
    const first = await alice.next('request');
    alice.serve(page, 0, 128 * KIB);
    await bob.received(128 * KIB);
    const carol = await raw(third);
    carol.say(have(page.address));
    await carol.settled();
    alice.say(drop(page.address));
    const next = await carol.next('request');
    carol.serve(page, next.from, page.bytes.length - next.from);
    expect(first.from).toBe(0);
    expect(next.from).toBe(128 * KIB);
    expect(await bob.received(page.bytes.length)).toEqual(page.bytes);
  });

  test('[L1] who lies is shut out, and an honest seeder is asked', async () => {
    const page = randomPage(100 * KIB);
    const lie = { ...page, bytes: randomPage(100 * KIB).bytes };
    const [mallory, bob] = [await raw(near), await raw(far)];
    mallory.say(have(page.address));
    await mallory.settled();
    bob.say(want(page.address));
    const { from, length } = await mallory.next('request');
    mallory.serve(lie, from, 64 * KIB);
    await bob.received(64 * KIB); // otherwise the news that the page is corrupt might come first
    mallory.serve(lie, 64 * KIB, length - 64 * KIB);
    expect((await mallory.closed).code).toBe(CLOSE.lied);
    await bob.next('corrupt');
    bob.heard.length = 0; // the messages before this step
    await seeder(third, page);
    expect(await bob.received(page.bytes.length)).toEqual(page.bytes);
  });

  test('[T9] nobody is asked on behalf of a reader who gave up', async () => {
    const page = randomPage(2 * MIB);
    const [alice, bob] = [await raw(near), await raw(far)];
    alice.say(have(page.address));
    await alice.settled();
    bob.say(want(page.address));
    const { length } = await alice.next('request');
    bob.say(unwant(page.address));
    await bob.settled();
    await until(() => joined.states().every(({ given, taken }) => given + taken === 0));
    await alice.settled();
    alice.serve(page, 0, length);
    await alice.settled();
    expect(bob.heard.filter((one) => one instanceof Uint8Array)).toEqual([]);
    expect(near.sizes.transfers).toBe(0);
  });

  test('a reader that takes nothing makes the seeder pause, and gets all once it does', async () => {
    const page = randomPage(16 * MIB);
    const pages = new CountedPages(page);
    const bob = await raw(far);
    bob.socket.pause();
    bob.say(want(page.address));
    clients.push(createClient({ url: relayUrl(near.url), pages }));
    await until(settles(() => pages.served));
    expect(pages.served).toBeLessThan(page.bytes.length);
    bob.socket.resume();
    await until(() => bob.heard.length > page.bytes.length / DEFAULT_LIMITS.frameBytes);
    expect(Buffer.compare(await bob.received(page.bytes.length), page.bytes)).toBe(0);
  });

  /** Alice answers for a page on `near`, and bob asks about it from `far`. */
  async function correspondents(): Promise<{ alice: RawPeer; bob: RawPeer; address: Address }> {
    const { address } = randomPage(10);
    const [alice, bob] = [await raw(near), await raw(far)];
    alice.say(haveAnswering(address));
    bob.say(watch(address));
    await alice.settled();
    // Alice's relay subscribes before it tells others of her. So Bob's notes reach her once his relay counts her.
    while ((await bob.next('seeders')).counts[address] !== 1);
    return { alice, bob, address };
  }

  test('[M1] a note reaches who answers for its page, and the answer comes back, wherever both are', async () => {
    const { alice, bob, address } = await correspondents();
    bob.say(note(address));
    const { from, ...asked } = await alice.next('note');
    expect(asked).toEqual({ type: 'note', address, body: 'aGVsbG8' });
    alice.say(note(address, from));
    const answer = await bob.next('note');
    bob.say(note(address, answer.from));
    expect(await alice.next('note')).toMatchObject({ address, from });
  });

  test('[M4] a note about a page that nobody answers for is refused', async () => {
    const page = randomPage(10);
    const [bob, carol] = [await raw(far), await raw(third)];
    bob.say(watch(page.address), note(page.address));
    expect(await bob.next('error')).toMatchObject({ code: 'nobody', address: page.address });
    carol.say(have(page.address));
    await carol.settled();
    bob.say(note(page.address));
    expect(await bob.next('error')).toMatchObject({ code: 'nobody', address: page.address });
  });

  test('[M4] a note finds who answers among many who hold the page and do not', async () => {
    const { alice, bob, address } = await correspondents();
    for (const relay of [near, far, third, third, third, third]) {
      const silent = await raw(relay);
      silent.say(have(address));
      await silent.settled();
    }
    await until(() => joined.states().every(({ neighbours }) => neighbours === 2));
    for (let notes = 0; notes < 10; notes++) {
      bob.say(note(address));
      expect(await alice.next('note')).toMatchObject({ address });
    }
  });

  test('[M1] a note may reach any of those who answer, wherever they are', async () => {
    const { alice, bob, address } = await correspondents();
    const carol = await raw(far);
    carol.say(haveAnswering(address));
    await carol.settled();
    const met = new Set<RawPeer>();
    await until(() => {
      if (met.size === 2) return true;
      for (const peer of [alice, carol]) {
        if (!peer.heard.some((one) => !(one instanceof Uint8Array) && one.type === 'note'))
          continue;
        peer.heard.length = 0;
        met.add(peer);
      }
      if (bob.heard.length < 50) bob.say(note(address));
      return false;
    });
  });

  test('[M3] the name of who is gone is nobody any more, wherever that was', async () => {
    const { alice, bob, address } = await correspondents();
    bob.say(note(address));
    const { from } = await alice.next('note');
    bob.say(unwatch(address));
    await bob.settled();
    alice.say(note(address, from));
    expect(await alice.next('error')).toMatchObject({ code: 'nobody', address });
  });

  test('[M5] notes beyond those that a client may send are refused, and the rest arrive', async () => {
    const { alice, bob, address } = await correspondents();
    for (let notes = 0; notes <= NOTES_BURST; notes++) bob.say(note(address));
    expect(await bob.next('error')).toMatchObject({ code: 'too-many-notes', address });
    for (let notes = 0; notes < NOTES_BURST; notes++) await alice.next('note');
  });

  test('nothing is left when all have gone', async () => {
    const pages = [randomPage(10), randomPage(100 * KIB)];
    await seeder(near, ...pages);
    const bob = reader(far);
    for (const { address } of pages) await bob.fetch(address);
    const carol = await raw(third);
    carol.say(want(randomPage(1).address), watch(pages[0]?.address as Address));
    await carol.settled();
    carol.socket.close(1000);
    for (const client of clients.splice(0)) if (client !== carol) client.close();
    await until(() =>
      joined.relays.every(({ sizes }) => Object.values(sizes).every((size) => size === 0)),
    );
    await until(() =>
      joined.states().every(({ sought, given, taken }) => sought + given + taken === 0),
    );
  });
}

/** Removes the requests to the peer from its messages, and returns them. */
function requestsOf({ heard }: RawPeer): Request[] {
  const requests = heard.flatMap((one) =>
    !(one instanceof Uint8Array) && one.type === 'request' ? [one] : [],
  );
  for (const request of requests) heard.splice(heard.indexOf(request), 1);
  return requests;
}

/** Answers every request until the whole page has been requested. */
async function serveAll(peer: RawPeer, page: TestPage): Promise<void> {
  for (let asked = 0; asked < page.bytes.length;) {
    const { from, length } = await peer.next('request');
    peer.serve(page, from, length);
    asked = from + length;
  }
}

/** Knows how far a page was read. */
class CountedPages extends MemoryPages {
  served = 0;

  override read(address: Address, from: number, length: number) {
    this.served = Math.max(this.served, from + length);
    return super.read(address, from, length);
  }
}

/** Says whether a number above 0 has stayed the same over many checks. */
function settles(number: () => number): () => boolean {
  let last = 0;
  let looks = 0;
  return () => {
    looks = number() === last ? looks + 1 : 0;
    last = number();
    return last > 0 && looks > 30;
  };
}
