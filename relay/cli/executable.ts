/**
 * `npm run package:cli`: makes `mayfly` one executable for this platform, which contains Node. It shares and reads; a relay
 * needs the files of its web page, and comes with the package.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'postject';
import { build } from 'vite';

const FOLDER = join(import.meta.dirname, '../../.output/cli');
/** The mark in Node's executable that says whether a program is in it. */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

const executable = join(FOLDER, process.platform === 'win32' ? 'mayfly.exe' : 'mayfly');
const blob = join(FOLDER, 'mayfly.blob');

mkdirSync(FOLDER, { recursive: true });
await build({
  configFile: join(import.meta.dirname, 'vite.config.ts'),
  mode: 'executable',
  logLevel: 'warn',
});
writeBlob();
copyFileSync(process.execPath, executable);
chmodSync(executable, 0o755);
await inject(executable, 'NODE_SEA_BLOB', readFileSync(blob), { sentinelFuse: FUSE });
console.log(`${executable} (${Math.round(statSync(executable).size / 1e6)} MB)`);

function writeBlob(): void {
  const config = join(FOLDER, 'sea.json');
  const main = join(FOLDER, 'mayfly.cjs');
  writeFileSync(
    config,
    JSON.stringify({ main, output: blob, disableExperimentalSEAWarning: true, useCodeCache: true }),
  );
  const args = ['--experimental-sea-config', config];
  const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error('node --experimental-sea-config failed; see above');
}
