import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The folder for the things that this user's programs must not forget while they last. Makes it if it is not there. */
export function stateFolder(): string {
  const folder = join(process.env['XDG_STATE_HOME'] || join(homedir(), '.local/state'), 'mayfly');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}
