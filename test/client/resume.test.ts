import { beforeEach, describe, expect, test } from 'vitest';
import { addressOf } from '../../relay/client/index.ts';
import {
  type Address,
  ADDRESSES_PER_MESSAGE,
  CLOSE,
  DEFAULT_LIMITS,
  type Limits,
} from '../../relay/protocol/index.ts';
import { bytesOf, connecting, type Scene, Shelf, textOf, waitOut } from './scene.ts';

const [helloPage, worldPage] = [textOf('hello'), textOf('world')];

/** A client that holds `hello`, on a relay that resumes sessions. */
let alice: Scene;
let shelf: Shelf;
let hello: Address;
let world: Address;

beforeEach(async () => {
  shelf = await Shelf.of(helloPage);
  [hello, world] = [await addressOf(helloPage), await addressOf(worldPage)];
  alice = connecting(shelf);
  await alice.relay.welcome({}, 20, 'first');
});

/** The connection is lost and another one welcomed. */
async function comeBack(session = 'second', limits: Partial<Limits> = {}): Promise<void> {
  alice.relay.wire.cut();
  waitOut(alice);
  await alice.relay.welcome(limits, 20, session);
}

describe('a client that comes back', () => {
  test('asks first for its place, and announces nothing that the relay kept', async () => {
    alice.client.watch(world, () => {});
    await alice.relay.flush();
    const sent = alice.relay.heard.length;
    await comeBack();
    expect(alice.relay.heard).toEqual([{ type: 'resume', session: 'first', wants: [] }]);
    await alice.relay.say({ type: 'resumed', received: sent });
    expect(alice.relay.heard).toHaveLength(1);
    expect(alice.of('resumed')).toHaveLength(1);
  });

  test('says from which byte on it wants what it was receiving', async () => {
    const page = bytesOf(100_000);
    const address = await addressOf(page);
    const fetched = alice.client.fetch(address);
    await alice.relay.sendFrame(address, page, 0, 60_000);
    await comeBack();
    const wants = [{ address, from: 60_000 }];
    expect(alice.relay.heard).toEqual([{ type: 'resume', session: 'first', wants }]);
    await alice.relay.say({ type: 'resumed', received: 2 });
    await alice.relay.sendFrame(address, page, 60_000);
    expect(await fetched).toEqual(page);
    expect(alice.relay.of('want')).toEqual([]);
  });

  test('wants no more at first than one message may say', async () => {
    const limits = { wants: ADDRESSES_PER_MESSAGE + 10 };
    const pages = Array.from({ length: ADDRESSES_PER_MESSAGE + 1 }, (_, n) => textOf(`page ${n}`));
    for (const page of pages) {
      alice.client.fetch(await addressOf(page)).catch(() => {}); // it ends with the client
    }
    await comeBack('second', limits);
    const [resume] = alice.relay.of('resume');
    expect(resume?.wants).toHaveLength(ADDRESSES_PER_MESSAGE);
    await alice.relay.say({ type: 'resumed', received: 1 + DEFAULT_LIMITS.wants });
    expect(alice.relay.of('want')).toEqual([
      { type: 'want', address: await addressOf(pages.at(-1)!), from: 0 },
    ]);
  });

  test('says what changed while it was away', async () => {
    const stop = alice.client.watch(world, () => {});
    await alice.relay.flush();
    alice.relay.wire.cut();
    stop();
    shelf.held.delete(hello);
    shelf.held.set(world, worldPage);
    alice.client.watch(hello, () => {});
    waitOut(alice);
    await alice.relay.welcome({}, 20, 'second');
    await alice.relay.say({ type: 'resumed', received: 2 });
    expect(alice.relay.heard.slice(1)).toEqual([
      { type: 'drop', addresses: [hello] },
      { type: 'have', addresses: [world] },
      { type: 'unwatch', addresses: [world] },
      { type: 'watch', addresses: [hello] },
    ]);
  });

  test('announces and watches anew where the relay did not get all it had said', async () => {
    alice.client.watch(world, () => {});
    await comeBack();
    await alice.relay.say({ type: 'resumed', received: 1 });
    expect(alice.relay.heard.slice(1)).toEqual([
      { type: 'have', addresses: [hello] },
      { type: 'watch', addresses: [world] },
    ]);
  });

  test('announces and watches anew where the relay had no room for all of it', async () => {
    await alice.relay.say({ type: 'error', code: 'too-many-haves', message: 'no room' });
    await comeBack();
    await alice.relay.say({ type: 'resumed', received: 1 });
    expect(alice.relay.heard.slice(1)).toEqual([{ type: 'have', addresses: [hello] }]);
  });

  test('takes back again what it took back where the relay may not have got that', async () => {
    const stop = alice.client.watch(world, () => {});
    stop();
    shelf.held.delete(hello);
    alice.client.drop(hello);
    await alice.relay.flush();
    const sent = alice.relay.heard.length;
    await comeBack();
    await alice.relay.say({ type: 'resumed', received: sent - 1 });
    expect(alice.relay.heard.slice(1)).toEqual([
      { type: 'drop', addresses: [hello] },
      { type: 'unwatch', addresses: [world] },
    ]);
  });

  test('takes nothing back where the relay got all that was said', async () => {
    const stop = alice.client.watch(world, () => {});
    stop();
    shelf.held.delete(hello);
    alice.client.drop(hello);
    await alice.relay.flush();
    const sent = alice.relay.heard.length;
    await comeBack();
    await alice.relay.say({ type: 'resumed', received: sent });
    expect(alice.relay.heard).toHaveLength(1);
  });

  test('takes back what ended while it was away, whatever the relay got', async () => {
    const stop = alice.client.watch(world, () => {});
    await alice.relay.flush();
    alice.relay.wire.cut();
    stop();
    shelf.held.delete(hello);
    waitOut(alice);
    await alice.relay.welcome({}, 20, 'second');
    await alice.relay.say({ type: 'resumed', received: 1 });
    expect(alice.relay.heard.slice(1)).toEqual([
      { type: 'drop', addresses: [hello] },
      { type: 'unwatch', addresses: [world] },
    ]);
  });

  test('takes back nothing that it has and watches again', async () => {
    const stop = alice.client.watch(world, () => {});
    stop();
    alice.client.drop(hello);
    alice.client.have(hello);
    alice.client.watch(world, () => {});
    await comeBack();
    await alice.relay.say({ type: 'resumed', received: 2 });
    expect(alice.relay.heard.slice(1)).toEqual([
      { type: 'have', addresses: [hello] },
      { type: 'watch', addresses: [world] },
    ]);
  });

  test('makes room for what came while it was away', async () => {
    const limits = { haves: 1 };
    await comeBack('second', limits);
    await alice.relay.say({ type: 'resumed', received: 1 });
    alice.relay.wire.cut();
    shelf.held.set(world, worldPage);
    waitOut(alice);
    await alice.relay.welcome(limits, 20, 'third');
    await alice.relay.say({ type: 'resumed', received: 1 });
    expect(alice.relay.heard.slice(1)).toEqual([
      { type: 'drop', addresses: [hello] },
      { type: 'have', addresses: [world] },
    ]);
  });

  test('announces, wants and watches anew where the relay kept nothing', async () => {
    alice.client.fetch(world).catch(() => {}); // ends with the client
    alice.client.watch(world, () => {});
    await comeBack();
    await alice.relay.say({ type: 'error', code: 'unknown-session', message: 'gone' });
    expect(alice.relay.heard.slice(1)).toEqual([
      { type: 'have', addresses: [hello] },
      { type: 'want', address: world, from: 0 },
      { type: 'watch', addresses: [world] },
    ]);
    expect(alice.of('refused')).toEqual([]);
  });

  test('resumes its last session only', async () => {
    await comeBack('second');
    await alice.relay.say({ type: 'resumed', received: 1 });
    await comeBack('third');
    expect(alice.relay.heard).toEqual([{ type: 'resume', session: 'second', wants: [] }]);
    await alice.relay.say({ type: 'resumed', received: 1 });
    expect(alice.relay.heard).toHaveLength(1);
  });

  test('wants what is fetched while it resumes', async () => {
    await comeBack();
    alice.client.fetch(world).catch(() => {}); // ends with the client
    await alice.relay.say({ type: 'resumed', received: 1 });
    expect(alice.relay.of('want')).toEqual([{ type: 'want', address: world, from: 0 }]);
  });
});

describe('a client that resumes', () => {
  test('[R6] and gets no answer announces all anew after two heartbeats', async () => {
    await comeBack();
    expect(alice.relay.of('have')).toEqual([]);
    for (let beat = 0; beat < 2; beat++) {
      alice.time.advance(20_000);
      await alice.relay.say({ type: 'pong' });
    }
    expect(alice.relay.of('have')).toEqual([{ type: 'have', addresses: [hello] }]);
    await alice.relay.say({ type: 'resumed', received: 1 });
    expect(alice.relay.of('have')).toHaveLength(1);
  });

  test('[R5] does not come back where another goes on with its session', async () => {
    const fetched = alice.client.fetch(world);
    alice.relay.wire.client.lose(CLOSE.replaced);
    expect(alice.client.connection.state).toBe('closed');
    await expect(fetched).rejects.toThrow();
    expect(alice.relay.opened).toBe(1);
  });

  test('does not remember more than a while of what it dropped', async () => {
    for (let n = 0; n < 21; n++) {
      const addresses = Array.from(
        { length: 1_000 },
        (_, i) => (n * 1_000 + i).toString(16).padStart(64, '0') as Address,
      );
      alice.client.drop(...addresses);
    }
    await comeBack();
    expect(alice.relay.of('resume')).toEqual([]);
    expect(alice.relay.of('have')).toEqual([{ type: 'have', addresses: [hello] }]);
  });
});
