/** `mayfly relay`: the relay in a process of its own, which gets the settings and the signals of this one. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { isSea } from 'node:sea';
import { fileURLToPath } from 'node:url';
import { Failure } from './failure.ts';

/** The V8 flags of the relay; `RELAY_COMMAND` in `build.ts` gives the reason. */
export const RELAY_FLAGS = ['--max-semi-space-size=2', '--initial-old-space-size=64'];

/** Resolves with the exit code of the relay. The executable contains no relay, which needs the files of its web page. */
export async function runRelay(settings: readonly string[]): Promise<number> {
  if (isSea()) throw new Failure('failed', 'This program has no relay: use `npx mayfly relay`.');
  const relay = spawn(process.execPath, [...RELAY_FLAGS, programPath(), ...settings], {
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // A terminal sends Ctrl+C to both; a second signal would mean 'at once'.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) relay.kill(signal);
    });
  }
  const [code, signal] = await once(relay, 'exit');
  return code ?? 128 + constants.signals[(signal ?? 'SIGTERM') as NodeJS.Signals];
}

/** Beside this program where it is packed, and above it among the sources. */
function programPath(): string {
  const packed = fileURLToPath(new URL('relay.js', import.meta.url));
  return existsSync(packed) ? packed : fileURLToPath(new URL('../main.ts', import.meta.url));
}
