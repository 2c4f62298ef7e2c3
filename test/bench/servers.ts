import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { RELAY_COMMAND, ROOT } from '../../relay/build.ts';
import { SOCKET_PATH } from '../../relay/protocol/index.ts';
import { findInPath } from '../support/chromium.ts';
import type { Weight } from './probe.ts';

export type Subject = 'floor' | 'relay';

/** What Node runs, in the project's folder. */
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

/** How many files a process may have open; its children may have as many. */
export function openFilesLimit(): number {
  const limits = readFileSync('/proc/self/limits', 'utf8');
  const soft = /^Max open files\s+(\d+|unlimited)/m.exec(limits)?.[1];
  return soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft);
}

/** A server in a process of its own, as Linux sees it from outside. */
export class Server {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #filesAtStart: number;

  /** Resolves when it listens. With `profileFolder` it leaves a CPU profile there. */
  static async start(subject: Subject, profileFolder?: string): Promise<Server> {
    const command = [process.execPath, ...flagsOf(subject, profileFolder), ...COMMANDS[subject]];
    const [program = '', ...args] = canPin ? ['taskset', '-c', '1', ...command] : command;
    const child = spawn(program, args, {
      cwd: ROOT,
      env: { ...process.env, ...ENVIRONMENTS[subject] },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    return new Server(child, await portOf(child, subject));
  }

  private constructor(child: ChildProcess, port: string) {
    this.#child = child;
    this.url = `ws://127.0.0.1:${port}${SOCKET_PATH}`;
    this.#filesAtStart = this.#openFiles();
  }

  /** CPU time of all its threads so far. */
  cpuMs(): number {
    const threads = readdirSync(this.#proc('task'));
    const spent = threads.map((thread) =>
      readFileSync(this.#proc(`task/${thread}/schedstat`), 'utf8'),
    );
    return spent.reduce((sum, text) => sum + Number.parseInt(text, 10), 0) / 1e6;
  }

  residentBytes(): number {
    return this.#statusBytes('VmRSS');
  }

  /** The most that was resident since `resetPeak`. */
  peakBytes(): number {
    return this.#statusBytes('VmHWM');
  }

  resetPeak(): void {
    writeFileSync(this.#proc('clear_refs'), '5');
  }

  /** What it needs once its garbage is gone. */
  async weigh(): Promise<Weight> {
    const answered = once(this.#child, 'message');
    this.#child.send('weigh');
    const [weight] = await answered;
    return weight as Weight; // the probe sends nothing else
  }

  /** Resolves when it has closed every connection and done what follows. */
  async deserted(): Promise<void> {
    while (this.#openFiles() > this.#filesAtStart) await sleep(10);
    await sleep(100);
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await exited;
  }

  #openFiles(): number {
    return readdirSync(this.#proc('fd')).length;
  }

  #statusBytes(name: string): number {
    const status = readFileSync(this.#proc('status'), 'utf8');
    const kib = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
    if (kib === undefined) throw new Error(`expected ${name} in /proc/<pid>/status`);
    return Number(kib) * 1024;
  }

  #proc(file: string): string {
    return `/proc/${this.#child.pid}/${file}`;
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
