/** The background's parts, put together over fake clients. */
import { addressOf } from '@mayfly/relay/client';
import type { Address, Link } from '@mayfly/relay/protocol';
import { vi } from 'vitest';
import {
  type ReadDeps,
  hold,
  isSound,
  learn,
  receive,
  visit,
} from '../../extension/background/read/page-fetch.ts';
import { Expiry } from '../../extension/background/hold/expiry.ts';
import { UploadPolicy } from '../../extension/background/hold/upload-policy.ts';
import type { NetworkConnection } from '../../extension/background/hold/network-connection.ts';
import { Keeping } from '../../extension/background/keep/keeping.ts';
import { Relays } from '../../extension/background/relays.ts';
import type { Found } from '../../extension/background/read/page-search.ts';
import { OnceVisits } from '../../extension/background/read/once-visits.ts';
import { BundleFetches } from '../../extension/background/read/bundle-fetches.ts';
import { Readings } from '../../extension/background/hold/readings.ts';
import { Seeding } from '../../extension/background/hold/seeding.ts';
import { Pages } from '../../extension/store/pages.ts';
import { PassingPages } from '../../extension/store/passing-pages.ts';
import { type Settings, writeSettings } from '../../extension/store/settings.ts';
import { FakeClient } from './fake-client.ts';

export const HOME = 'http://localhost:4000';
export const ELSEWHERE = 'https://relay.example';

/** The viewer's result for a page. */
const OPENED = { as: 'content', title: 'hello' } as const;
/** The notes of a viewer that somebody sees, and that opens the page. */
export const SEEN = { seen: Promise.resolve(), opened: Promise.resolve(OPENED) };

export interface SceneOptions {
  /** The answer of its user on the first-run page. */
  readonly uploads?: Settings['uploads'];
  readonly connection?: NetworkConnection;
  /** Called with each new connection. */
  readonly onConnect?: (client: FakeClient) => void;
}

export function scene({ uploads = 'all', connection, onConnect }: SceneOptions = {}) {
  void writeSettings({ uploads });
  const clients: FakeClient[] = [];
  const pages = new Pages();
  const passing = new PassingPages();
  const now = vi.fn<() => number>(() => 1_000);
  const uploadPolicy = new UploadPolicy({ now, connection });
  const relays = new Relays({
    connect: (relay) => {
      const client = new FakeClient(relay);
      clients.push(client);
      onConnect?.(client);
      return client;
    },
  });
  const seeding = new Seeding({ pages, relays, uploadPolicy });
  const readings = new Readings();
  const expiry = new Expiry({ pages, seeding, now });
  const deps = { pages, passing, relays, seeding, readings, expiry, uploadPolicy, now };
  void uploadPolicy.refresh(); // as at each start of the background
  /** The client connected last to this relay. */
  const clientOf = (relay = HOME): FakeClient => {
    const client = clients.findLast((one) => one.relay === relay);
    if (!client) throw new Error(`expected a connection to ${relay}`);
    return client;
  };
  return {
    deps,
    keeping: new Keeping(deps),
    bundles: new BundleFetches(deps),
    visits: new OnceVisits(deps),
    pages,
    relays,
    seeding,
    expiry,
    uploadPolicy,
    now,
    clients,
    clientOf,
  };
}

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** Bytes of this length, different at every position. */
export function longPage(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8)) & 0xff);
}

/** Keeps a page at these relays and returns its address. */
export async function keep(
  pages: Pages,
  bytes: Uint8Array<ArrayBuffer>,
  relays: readonly string[] = [HOME],
  addedAt = 1,
): Promise<Address> {
  const address = await addressOf(bytes);
  const hints = { mediaType: 'text/plain', title: 'a page', origin: 'published' as const };
  await pages.put({ address, ...hints, relays, addedAt }, bytes);
  return address;
}

/** Opens a link, as a viewer does that somebody sees. */
export async function obtain(deps: ReadDeps, link: Link, find: () => Promise<Found>) {
  const held = await deps.pages.get(link.address);
  if (!held || !(await isSound(deps, link.address))) {
    await hold(deps, link, await receive(deps, link, find));
  } else {
    await visit(deps, link);
  }
  await learn(deps, link, OPENED);
  return deps.pages.get(link.address);
}
