/** Many peers at once. */
import type { Page } from './pages.ts';
import { Peer } from './peers.ts';

/** Connects this many peers, a few at a time. */
export async function connectPeers(url: string, count: number): Promise<Peer[]> {
  const peers: Peer[] = [];
  while (peers.length < count) {
    const more = Math.min(50, count - peers.length);
    peers.push(...(await Promise.all(Array.from({ length: more }, () => Peer.connect(url)))));
  }
  return peers;
}

/** A seeder and this many readers. */
export async function connectSwarm(
  url: string,
  readers: number,
): Promise<readonly [Peer, ...Peer[]]> {
  const [seeder, ...rest] = await connectPeers(url, readers + 1);
  if (!seeder) throw new Error('expected a seeder');
  return [seeder, ...rest];
}

/** Resolves when everything that any of them sent took effect. */
export async function settled(peers: readonly Peer[]): Promise<void> {
  await Promise.all(peers.map((peer) => peer.settled()));
}

/** Resolves when it is known who holds which pages: the first of each belongs to the first peer, and so on. */
export async function announce(peers: readonly Peer[], pages: readonly Page[][]): Promise<void> {
  for (const [i, peer] of peers.entries()) peer.have(pages[i] ?? []);
  await settled(peers);
}

export function cut(peers: readonly Peer[]): void {
  for (const peer of peers) peer.cut();
}
