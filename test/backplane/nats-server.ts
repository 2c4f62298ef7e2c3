import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { findInPath, isExecutable } from '../support/chromium.ts';

/** The nats-server for tests: that of `NATS_SERVER_PATH`, otherwise an installed one; undefined if there is none. */
export function findNatsServer(): string | undefined {
  const chosen = process.env['NATS_SERVER_PATH'];
  if (chosen) return [chosen].find(isExecutable);
  return findInPath('nats-server') ?? ['/usr/sbin/nats-server'].find(isExecutable);
}

/** One real nats-server on loopback, which a test may kill, freeze and start again on the same port. */
export class NatsServer {
  readonly port: number;
  readonly #args: readonly string[];
  #child: ChildProcess | undefined;

  constructor(port: number, args: readonly string[] = []) {
    this.port = port;
    this.#args = ['--addr', '127.0.0.1', '--port', String(port), ...args];
  }

  get url(): string {
    return `nats://127.0.0.1:${this.port}`;
  }

  /** Resolves once clients can connect. */
  async start(): Promise<void> {
    const server = findNatsServer();
    if (!server) throw new Error('expected a nats-server: the Debian package has that name');
    this.#child = spawn(server, this.#args, { stdio: 'ignore' });
    while (!(await accepts(this.port))) await pause(20);
  }

  freeze(): void {
    this.#child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child?.kill('SIGCONT');
  }

  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}

/** Free ports. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  const ports = await Promise.all(
    servers.map(async (server) => {
      await once(server, 'listening');
      const address = server.address();
      return typeof address === 'object' && address ? address.port : 0;
    }),
  );
  for (const server of servers) server.close();
  return ports;
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false; // not yet ready
  } finally {
    socket.destroy();
  }
}
