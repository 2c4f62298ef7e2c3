import { afterEach } from 'vitest';
import {
  addressOf,
  type Client,
  type ClientEvent,
  createClient,
  type PageSource,
} from '../../relay/client/index.ts';
import type { Address, Limits } from '../../relay/protocol/index.ts';
import { FakeRelay } from './fake-relay.ts';
import { VirtualTime } from './virtual-time.ts';

export const textOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** Bytes that differ from place to place. */
export function bytesOf(length: number, seed = 1): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8) * 7 + seed) & 0xff);
}

/** Pages in memory, the most recently added first. */
export class Shelf implements PageSource {
  readonly held = new Map<Address, Uint8Array>();

  static async of(...pages: Uint8Array[]): Promise<Shelf> {
    const shelf = new Shelf();
    for (const page of pages) shelf.held.set(await addressOf(page), page);
    return shelf;
  }

  async addresses(): Promise<readonly Address[]> {
    return [...this.held.keys()].toReversed();
  }

  async read(address: Address, from: number, length: number) {
    const page = this.held.get(address);
    return page && { total: page.length, bytes: page.subarray(from, from + length) };
  }
}

export interface Scene {
  readonly client: Client;
  readonly relay: FakeRelay;
  readonly time: VirtualTime;
  readonly events: ClientEvent[];
  /** Resolves with the next event of a type, however long the platform takes to get there. */
  readonly next: (type: ClientEvent['type']) => Promise<ClientEvent>;
  /** The client's events of some types so far. */
  readonly of: <T extends ClientEvent['type']>(
    ...types: T[]
  ) => Extract<ClientEvent, { type: T }>[];
}

const open = new Set<Client>();

afterEach(() => {
  for (const client of open) client.close();
  open.clear();
});

/** A client that is connecting to a relay which has said nothing yet. */
export function connecting(pages: PageSource = new Shelf(), random = () => 0.5): Scene {
  const relay = new FakeRelay();
  const time = new VirtualTime();
  const { openSocket } = relay;
  const { schedule } = time;
  const client = createClient({ url: 'ws://relay/ws', pages, random, openSocket, schedule });
  open.add(client);
  const events: ClientEvent[] = [];
  client.subscribe((event) => events.push(event));
  const next = (type: ClientEvent['type']) =>
    new Promise<ClientEvent>((resolve) => {
      const stop = client.subscribe((event) => {
        if (event.type !== type) return;
        stop();
        resolve(event);
      });
    });
  const of = <T extends ClientEvent['type']>(...types: T[]) =>
    events.filter((e): e is Extract<ClientEvent, { type: T }> => types.some((t) => t === e.type));
  return { client, relay, time, events, next, of };
}

/** A client whose relay has welcomed it. */
export async function connected(pages?: PageSource, limits?: Partial<Limits>): Promise<Scene> {
  const scene = connecting(pages);
  await scene.relay.welcome(limits);
  return scene;
}

/** The connection breaks and the client comes back. */
export async function reconnect(scene: Scene, limits?: Partial<Limits>): Promise<void> {
  scene.relay.wire.cut();
  waitOut(scene);
  await scene.relay.welcome(limits);
}

/** Lets pass what the client waits before its next attempt, and returns how long that was. */
export function waitOut({ client, time }: Scene): number {
  const { connection } = client;
  if (connection.state !== 'waiting') {
    throw new Error(`expected a client that waits, not one that is ${connection.state}`);
  }
  time.advance(connection.retryInMs);
  return connection.retryInMs;
}
