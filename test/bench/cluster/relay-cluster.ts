import { announce } from '../crowd.ts';
import type { Page } from '../pages.ts';
import type { Peer } from '../peers.ts';
import { Server } from '../servers.ts';
import { NatsProcess } from './nats-process.ts';

export interface ClusterOptions {
  /** False for relays beside a NATS that none of them knows of. */
  readonly isJoined?: boolean;
  readonly profileFolder?: string | undefined;
}

/** Relays that share one NATS, each a process, all on the servers' core. */
export class RelayCluster {
  readonly nats: NatsProcess;
  readonly relays: readonly Server[];
  readonly #isJoined: boolean;

  static async start(size: number, options: ClusterOptions = {}): Promise<RelayCluster> {
    const { isJoined = true, profileFolder } = options;
    const nats = await NatsProcess.start();
    const env = isJoined ? { MAYFLY_NATS: nats.url } : {};
    const starts = Array.from({ length: size }, () =>
      Server.start('relay', { env, profileFolder }),
    );
    return new RelayCluster(nats, await Promise.all(starts), isJoined);
  }

  private constructor(nats: NatsProcess, relays: readonly Server[], isJoined: boolean) {
    this.nats = nats;
    this.relays = relays;
    this.#isJoined = isJoined;
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
    if (this.#isJoined) await this.nats.subscribed(before + pages.flat().length);
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
