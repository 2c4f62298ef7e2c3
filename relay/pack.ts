/**
 * `npm run package:relay`: makes the package that people install. It holds the commands as bundled JavaScript, the web
 * page of the relay and the documents, and it depends on no other package.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildStale, COMMANDS, ROOT, WEB_PAGE } from './build.ts';

const SOURCES = join(ROOT, 'relay');
const FILES = ['bin', 'web/dist', 'decisions', '*.md', 'LICENSE', 'Caddyfile', 'grafana.json'];

/** Packs what is built, by way of a folder in `to`. Returns the path of the package. */
export function pack(to: string): string {
  const folder = join(to, 'package');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const file of globSync(FILES, { cwd: SOURCES })) {
    cpSync(join(SOURCES, file), join(folder, file), { recursive: true });
  }
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);
  // On Windows, and only there, npm is a shell script.
  const shell = process.platform === 'win32';
  const args = ['pack', folder, '--pack-destination', to, '--silent'];
  const { stdout, status } = spawnSync('npm', args, { encoding: 'utf8', shell });
  if (status !== 0) throw new Error('npm pack failed; see above');
  return join(to, stdout.trim());
}

function manifest(): object {
  const { name, version, description, license, type } = JSON.parse(
    readFileSync(join(SOURCES, 'package.json'), 'utf8'),
  ) as Record<string, string>;
  const engines = { node: '>=22.12' };
  return { name, version, description, license, type, bin: { mayfly: 'bin/mayfly.js' }, engines };
}

if (import.meta.main) {
  buildStale([WEB_PAGE, COMMANDS]);
  console.log(pack(join(ROOT, '.output')));
}
