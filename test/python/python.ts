import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Debian's own, which its packages are for; the one in the path may be another. */
const PYTHON = '/usr/bin/python3';
const CLIENT = fileURLToPath(new URL('client.py', import.meta.url));

/** The Python that has `websockets`, if there is one. */
export function findPython(): string | undefined {
  return spawnSync(PYTHON, ['-c', 'import websockets']).status === 0 ? PYTHON : undefined;
}

type Answer = Readonly<Record<string, unknown>>;

/** The client in Python as a child process: a command in, a line of JSON out. */
export class PythonClient {
  readonly #child;
  readonly #lines;
  readonly #complaints: string[] = [];

  constructor(url: string) {
    this.#child = spawn(PYTHON, [CLIENT, url]);
    this.#child.stderr.on('data', (chunk) => this.#complaints.push(String(chunk)));
    this.#lines = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
  }

  async ask(command: string): Promise<Answer> {
    this.#child.stdin.write(`${command}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`the client in Python ended: ${this.#complaints.join('')}`);
    // Written by `json.dumps`, one object a line.
    return JSON.parse(value) as Answer;
  }

  close(): void {
    this.#child.stdin.end();
  }
}
