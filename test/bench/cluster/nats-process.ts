import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { findNatsServer, freePorts } from '../../backplane/nats-server.ts';
import { Measured } from '../measured.ts';
import { onServerCore } from '../servers.ts';

/** The traffic that NATS has carried since its start, between clients alone. */
export interface Traffic {
  readonly messagesIn: number;
  readonly bytesIn: number;
  readonly messagesOut: number;
  readonly bytesOut: number;
}

/** One nats-server on the servers' core, which may be killed and started again at its port. */
export class NatsProcess {
  readonly url: string;
  readonly #monitor: string;
  readonly #command: readonly [string, ...string[]];
  #child: ChildProcess;
  #measured: Measured;

  /** Resolves when it can be connected to. */
  static async start(): Promise<NatsProcess> {
    const [port = 0, monitorPort = 0] = await freePorts(2);
    const nats = new NatsProcess(port, monitorPort);
    await nats.#ready();
    return nats;
  }

  private constructor(port: number, monitorPort: number) {
    const program = findNatsServer();
    if (!program) throw new Error('expected a nats-server: the Debian package has that name');
    const ports = ['--port', String(port), '--http_port', String(monitorPort)];
    this.url = `nats://127.0.0.1:${port}`;
    this.#monitor = `http://127.0.0.1:${monitorPort}`;
    this.#command = onServerCore([program, '--addr', '127.0.0.1', ...ports]);
    this.#child = this.#spawn();
    this.#measured = new Measured(this.#child.pid);
  }

  cpuMs(): number {
    return this.#measured.cpuMs();
  }

  residentBytes(): number {
    return this.#measured.residentBytes();
  }

  async traffic(): Promise<Traffic> {
    const figures = await this.#ask('varz');
    const { in_msgs = 0, in_bytes = 0, out_msgs = 0, out_bytes = 0 } = figures;
    return { messagesIn: in_msgs, bytesIn: in_bytes, messagesOut: out_msgs, bytesOut: out_bytes };
  }

  async subscriptions(): Promise<number> {
    return (await this.#ask('subsz'))['num_subscriptions'] ?? 0;
  }

  /** Resolves when it has at least this many subscriptions. */
  async subscribed(count: number): Promise<void> {
    while ((await this.subscriptions()) < count) await sleep(5);
  }

  async kill(): Promise<void> {
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exited;
  }

  /** After `kill`. */
  async startAgain(): Promise<void> {
    this.#child = this.#spawn();
    this.#measured = new Measured(this.#child.pid);
    await this.#ready();
  }

  #spawn(): ChildProcess {
    const [program, ...args] = this.#command;
    return spawn(program, args, { stdio: 'ignore' });
  }

  async #ready(): Promise<void> {
    while (!(await this.#isHealthy())) await sleep(10);
  }

  async #isHealthy(): Promise<boolean> {
    try {
      return (await fetch(`${this.#monitor}/healthz`)).ok;
    } catch {
      return false; // not yet
    }
  }

  async #ask(page: string): Promise<Readonly<Record<string, number>>> {
    const response = await fetch(`${this.#monitor}/${page}`);
    return (await response.json()) as Record<string, number>; // so nats-server says; others are not read
  }
}
