/** A small disk in memory, which a test can fill. Only if this process may mount one. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export class SmallDisk {
  readonly path: string;

  /** Undefined if this process may not mount it. */
  static mount(bytes: number): SmallDisk | undefined {
    const path = mkdtempSync(join(tmpdir(), 'mayfly-disk-'));
    const options = ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', path];
    if (spawnSync('mount', options).status === 0) return new SmallDisk(path);
    rmdirSync(path);
    return undefined;
  }

  private constructor(path: string) {
    this.path = path;
  }

  /** Leaves this many bytes free. */
  fill(leftBytes: number): void {
    const { bavail, bsize } = statfsSync(this.path);
    writeFileSync(this.#filler, Buffer.alloc(bavail * bsize - leftBytes));
  }

  empty(): void {
    rmSync(this.#filler);
  }

  unmount(): void {
    execFileSync('umount', ['-l', this.path]);
    rmdirSync(this.path);
  }

  get #filler(): string {
    return join(this.path, 'filler');
  }
}
