import { announce } from '../crowd.ts';
import type { Page } from '../pages.ts';
import type { Peer } from '../peers.ts';
import { Server } from '../servers.ts';
import { NatsProcess } from './nats-process.ts';

/** Relays that share one NATS, each a process, all on the servers' core. */
export class RelayCluster {
  readonly nats: NatsProcess;
  readonly relays: readonly Server[];

  static async start(size: number, profileFolder?: string): Promise<RelayCluster> {
    const nats = await NatsProcess.start();
    const options = { env: { MAYFLY_NATS: nats.url }, profileFolder };
    const starts = Array.from({ length: size }, () => Server.start('relay', options));
    return new RelayCluster(nats, await Promise.all(starts));
  }

  private constructor(nats: NatsProcess, relays: readonly Server[]) {
    this.nats = nats;
    this.relays = relays;
  }

  relay(index: number): Server {
    const relay = this.relays[index];
    if (!relay) throw new Error(`expected a relay ${index}`);
    return relay;
  }

  /** Resolves when each page, which nobody held before, can be found on every relay. */
  async announce(peers: readonly Peer[], pages: readonly Page[][]): Promise<void> {
    const before = await this.nats.subscriptions();
    await announce(peers, pages);
    await this.nats.subscribed(before + pages.flat().length);
  }

  async stop(): Promise<void> {
    await Promise.all(this.relays.map((relay) => relay.stop()));
    await this.nats.kill();
  }
}

/** CPU time of each since a moment. */
export function stopwatch(...processes: readonly { cpuMs(): number }[]): () => number[] {
  const before = processes.map((one) => one.cpuMs());
  return () => processes.map((one, i) => one.cpuMs() - (before[i] ?? 0));
}
