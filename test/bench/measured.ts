import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** The CPU and memory of a process, as Linux sees them from outside. */
export class Measured {
  readonly #pid: number;

  constructor(pid: number | undefined) {
    if (pid === undefined) throw new Error('expected a process that runs');
    this.#pid = pid;
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

  openFiles(): number {
    return readdirSync(this.#proc('fd')).length;
  }

  #statusBytes(name: string): number {
    const status = readFileSync(this.#proc('status'), 'utf8');
    const kib = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
    if (kib === undefined) throw new Error(`expected ${name} in /proc/<pid>/status`);
    return Number(kib) * 1024;
  }

  #proc(file: string): string {
    return `/proc/${this.#pid}/${file}`;
  }
}
