import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Relay } from '../../relay/server/serve.ts';

/** A relay in a process of its own. A test may kill it and start it again at the same port. */
export class RelayProcess implements Pick<Relay, 'url'> {
  readonly #port: number;
  readonly #env: Readonly<Record<string, string>>;
  #child: ChildProcess | undefined;
  #metricsUrl = '';

  constructor(port: number, env: Readonly<Record<string, string>>) {
    this.#port = port;
    this.#env = env;
  }

  get url(): string {
    return `http://localhost:${this.#port}`;
  }

  /** Resolves once clients can connect. */
  async start(): Promise<void> {
    const flags = ['--metrics', '127.0.0.1:0', '--drain-seconds', '1', '--bye-seconds', '0'];
    const child = spawn(process.execPath, ['relay/main.ts', ...flags], {
      env: { ...process.env, LOG_LEVEL: 'warn', PORT: String(this.#port), ...this.#env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child = child;
    let said = '';
    for await (const part of child.stdout) {
      said += String(part);
      const [, url] = /Metrics are at (\S+)/.exec(said) ?? [];
      if (url === undefined) continue;
      this.#metricsUrl = url;
      break;
    }
  }

  async kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  }

  /** The present value of one of its metrics. */
  async metric(name: string): Promise<number> {
    const response = await fetch(this.#metricsUrl);
    const [, value] = new RegExp(`^mayfly_${name} (\\d+)`, 'm').exec(await response.text()) ?? [];
    if (value === undefined) throw new Error(`expected a metric mayfly_${name}`);
    return Number(value);
  }

  async isJoined(): Promise<boolean> {
    const response = await fetch(`${this.url}/readyz`);
    return (await response.text()).includes('"cluster":"up"');
  }
}
