/** The program `mayfly` in a process of its own, in an empty folder. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { ROOT } from '../../relay/build.ts';
import type { ReportEvent } from '../../relay/cli/report.ts';

const PROGRAM = join(ROOT, 'relay/cli/mayfly.ts');

export interface Ended {
  readonly code: number;
  readonly out: Buffer;
  readonly err: string;
}

export interface MayflyOptions {
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** A shell's words after the command, such as `> /dev/full`. */
  readonly redirect?: string;
}

const running = new Set<ChildProcess>();
const folders: string[] = [];

afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder that lives as long as the test. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mayfly-cli-'));
  folders.push(folder);
  return folder;
}

export class Mayfly {
  readonly #child: ChildProcess;
  readonly #out: Buffer[] = [];
  #err = '';
  readonly #waiting = new Set<() => void>();

  constructor(args: readonly string[], { input, env, cwd, redirect }: MayflyOptions = {}) {
    const command = [process.execPath, PROGRAM, ...args];
    const options = {
      cwd: cwd ?? emptyFolder(),
      env: {
        ...process.env,
        XDG_CACHE_HOME: join(tmpdir(), 'mayfly-cli-cache'),
        XDG_STATE_HOME: join(tmpdir(), 'mayfly-cli-state'),
        ...env,
      },
    };
    const shell = ['-c', `exec "$@" ${redirect}`, 'sh', ...command];
    this.#child = redirect
      ? spawn('sh', shell, options)
      : spawn(process.execPath, command.slice(1), options);
    running.add(this.#child);
    this.#child.stdout?.on('data', (chunk: Buffer) => this.#hear(() => this.#out.push(chunk)));
    this.#child.stderr?.on('data', (chunk) => this.#hear(() => (this.#err += String(chunk))));
    this.#child.stdin?.on('error', () => {}); // it ended without reading
    if (input !== undefined) this.#child.stdin?.end(input);
  }

  /** The link, once it is printed. */
  async link(): Promise<string> {
    return await this.#until(() => /^(\S+)\n/.exec(String(Buffer.concat(this.#out)))?.[1]);
  }

  /** Resolves once the text stands on the standard error. */
  async says(text: string): Promise<void> {
    await this.#until(() => this.#err.includes(text) || undefined);
  }

  get pid(): number {
    const { pid } = this.#child;
    if (pid === undefined) throw new Error('expected a process that runs');
    return pid;
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async end(): Promise<Ended> {
    if (this.#child.exitCode === null && this.#child.signalCode === null)
      await once(this.#child, 'close');
    running.delete(this.#child);
    return { code: this.#child.exitCode ?? -1, out: Buffer.concat(this.#out), err: this.#err };
  }

  #hear(take: () => void): void {
    take();
    for (const look of this.#waiting) look();
  }

  async #until<Found>(find: () => Found | undefined): Promise<Found> {
    const { promise, resolve, reject } = Promise.withResolvers<Found>();
    const look = () => {
      const found = find();
      if (found !== undefined) resolve(found);
    };
    this.#waiting.add(look);
    this.#child.once('close', () => reject(new Error(`ended early: ${this.#err}`)));
    look();
    try {
      return await promise;
    } finally {
      this.#waiting.delete(look);
    }
  }
}

/** Runs a command to its end. */
export async function mayfly(args: readonly string[], options?: MayflyOptions): Promise<Ended> {
  return await new Mayfly(args, { input: '', ...options }).end();
}

/** The events of `--json`. */
export function eventsIn(err: string): readonly (ReportEvent & { readonly v: number })[] {
  const lines = err.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as ReportEvent & { readonly v: number });
}
