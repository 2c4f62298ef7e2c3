import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { RELAY_COMMAND, ROOT } from '../../relay/build.ts';
import { SOCKET_PATH } from '../../relay/protocol/index.ts';
import { findInPath } from '../support/chromium.ts';
import { Measured } from './measured.ts';
import type { Weight } from './probe.ts';

export type Subject = 'floor' | 'relay';

/** The arguments of Node, in the project's folder. */
const COMMANDS = {
  floor: ['test/bench/floor.ts'],
  relay: RELAY_COMMAND,
} as const;

const PROBE = new URL('./probe.ts', import.meta.url).href;

const SETTINGS = {
  PORT: '0',
  HOST: '127.0.0.1',
  LOG_LEVEL: 'warn',
  MAYFLY_CONNECTIONS_PER_ADDRESS: '50000',
  // All connections of the bench are one client.
  MAYFLY_NOTES_PER_MINUTE: '100000000',
};

/** The floor is `ws` as it comes, without the add-on that the relay gives it. */
const ENVIRONMENTS = { floor: { WS_NO_BUFFER_UTIL: '1' }, relay: SETTINGS } as const;

const canPin = availableParallelism() > 1 && findInPath('taskset') !== undefined;

/** Keeps the load on the first core; servers get the second, so that neither takes time from the other. */
export function pinLoad(): void {
  if (!canPin) return;
  const pin = () => spawnSync('taskset', ['-apc', '0', String(process.pid)]);
  // It stops short where a thread ends meanwhile, as those do that only started the program.
  for (let i = 0; i < 5; i++) if (pin().status === 0) return;
  throw new Error('cannot pin the load to a core: taskset failed five times');
}

/** The command that runs this on the servers' core. */
export function onServerCore(command: readonly [string, ...string[]]): [string, ...string[]] {
  return canPin ? ['taskset', '-c', '1', ...command] : [...command];
}

/** The number of files that a process may have open; its children may have as many. */
export function openFilesLimit(): number {
  const limits = readFileSync('/proc/self/limits', 'utf8');
  const soft = /^Max open files\s+(\d+|unlimited)/m.exec(limits)?.[1];
  return soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft);
}

export interface ServerOptions {
  /** With one it leaves a CPU profile there. */
  readonly profileFolder?: string | undefined;
  readonly env?: Readonly<Record<string, string>>;
}

/** A server in a process of its own. */
export class Server extends Measured {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #filesAtStart: number;

  /** Resolves when it listens. */
  static async start(subject: Subject, options: ServerOptions = {}): Promise<Server> {
    const flags = flagsOf(subject, options.profileFolder);
    const [program, ...args] = onServerCore([process.execPath, ...flags, ...COMMANDS[subject]]);
    const child = spawn(program, args, {
      cwd: ROOT,
      env: { ...process.env, ...ENVIRONMENTS[subject], ...options.env },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    return new Server(child, await portOf(child, subject));
  }

  private constructor(child: ChildProcess, port: string) {
    super(child.pid);
    this.#child = child;
    this.url = `ws://127.0.0.1:${port}${SOCKET_PATH}`;
    this.#filesAtStart = this.openFiles();
  }

  /** The memory that it needs after its garbage is collected. */
  async weigh(): Promise<Weight> {
    const answered = once(this.#child, 'message');
    this.#child.send('weigh');
    const [weight] = await answered;
    return weight as Weight; // the probe sends nothing else
  }

  /** Resolves when it has closed every connection and done what follows. */
  async deserted(): Promise<void> {
    while (this.openFiles() > this.#filesAtStart) await sleep(10);
    await sleep(100);
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await exited;
  }
}

function flagsOf(subject: Subject, profileFolder: string | undefined): string[] {
  const flags = ['--expose-gc', `--import=${PROBE}`];
  if (!profileFolder) return flags;
  const name = `${subject}.${Date.now()}.cpuprofile`;
  return [...flags, '--cpu-prof', `--cpu-prof-dir=${profileFolder}`, `--cpu-prof-name=${name}`];
}

/** The port in the line that it prints once it listens. */
async function portOf(child: ChildProcess, subject: Subject): Promise<string> {
  if (!child.stdout) throw new Error('expected a pipe');
  for await (const line of createInterface(child.stdout)) {
    const port = /\bhttp:\/\/\S+?:(\d+)/.exec(line)?.[1];
    if (port) return port;
  }
  throw new Error(`the ${subject} ended before it listened`);
}
