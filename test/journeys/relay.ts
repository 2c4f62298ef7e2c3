/** A real relay in a process of its own, which can stop and come back at the same address. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { ROOT } from '../../relay/build.ts';

export class RelayProcess {
  #process: ChildProcess | undefined;
  /** Its origin, known after its start. */
  origin = '';
  /** The address of its metrics, if the settings have one. */
  metricsUrl = '';

  readonly #settings: Readonly<Record<string, string>>;

  private constructor(settings: Readonly<Record<string, string>>) {
    this.#settings = settings;
  }

  static async start(settings: Readonly<Record<string, string>> = {}): Promise<RelayProcess> {
    const relay = new RelayProcess(settings);
    await relay.start();
    return relay;
  }

  /** Starts it; after `stop`, at the same port again. */
  async start(): Promise<void> {
    const port = this.origin === '' ? '0' : new URL(this.origin).port;
    const child = spawn(process.execPath, ['relay/main.ts'], {
      cwd: ROOT,
      env: { ...process.env, PORT: port, LOG_LEVEL: 'silent', ...this.#settings },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#process = child;
    const said = await saidPlaces(child, 'MAYFLY_METRICS' in this.#settings);
    this.origin = said.origin;
    this.metricsUrl = said.metricsUrl;
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  /** Ends it like a power failure. */
  async crash(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (!child || child.exitCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  }
}

interface Places {
  readonly origin: string;
  readonly metricsUrl: string;
}

function saidPlaces(child: ChildProcess, hasMetrics: boolean): Promise<Places> {
  const { promise, resolve, reject } = Promise.withResolvers<Places>();
  let said = '';
  child.stdout?.on('data', (part) => {
    said += String(part);
    const [, origin] = /Mayfly is at (\S+)/.exec(said) ?? [];
    const [, metricsUrl = ''] = /Metrics are at (\S+)/.exec(said) ?? [];
    if (origin && (metricsUrl !== '' || !hasMetrics)) resolve({ origin, metricsUrl });
  });
  child.on('exit', () => reject(new Error(`expected a relay that says where it is, got: ${said}`)));
  return promise;
}
