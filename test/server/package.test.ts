/**
 * The package runs in an empty folder, and holds the commands, the web page and the documents, but no sources. `PACKAGE_NODE`
 * names another Node to run it, such as the oldest that it promises.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildStale, COMMANDS, RELAY_COMMAND, ROOT } from '../../relay/build.ts';
import { RELAY_FLAGS } from '../../relay/cli/relay-command.ts';
import { pack } from '../../relay/pack.ts';

const folder = mkdtempSync(join(tmpdir(), 'mayfly-package-'));
const home = join(folder, 'home');
const installed = join(home, 'node_modules/@mayfly/relay');
const node = process.env['PACKAGE_NODE'] ?? process.execPath;
const shell = process.platform === 'win32';

let files: readonly string[];
let relay: ChildProcess | undefined;
let keeper: ChildProcess | undefined;
/** Where the packed relay is, once it was started. */
let origin: string;

beforeAll(() => {
  buildStale([COMMANDS]);
  const file = pack(folder);
  mkdirSync(home);
  writeFileSync(join(home, 'package.json'), '{}');
  // Without a network: it depends on nothing.
  const args = ['install', '--offline', '--no-audit', '--no-fund', '--silent', file];
  const { status, stderr } = spawnSync('npm', args, { cwd: home, encoding: 'utf8', shell });
  if (status !== 0) throw new Error(`npm install failed: ${stderr}`);
  files = globSync('**', { cwd: installed, withFileTypes: true }).flatMap((entry) =>
    entry.isFile()
      ? [
          join(entry.parentPath, entry.name)
            .slice(installed.length + 1)
            .replaceAll('\\', '/'),
        ]
      : [],
  );
}, 60_000);

afterAll(async () => {
  for (const program of [keeper, relay]) {
    if (program?.exitCode !== null) continue;
    program.kill('SIGTERM');
    await once(program, 'exit');
  }
  rmSync(folder, { recursive: true, force: true });
});

function start(...args: readonly string[]): ChildProcess {
  return spawn(node, [join(installed, 'bin/mayfly.js'), ...args], { cwd: home });
}

/** Resolves when the program tells an event of this type. */
async function heard({ stderr }: ChildProcess, type: string): Promise<void> {
  let told = '';
  for await (const chunk of stderr?.iterator({ destroyOnReturn: false }) ?? []) {
    told += String(chunk);
    if (told.includes(`"${type}"`)) return;
  }
  throw new Error(`the packed program ended: ${told}`);
}

async function said(child: ChildProcess, pattern: RegExp): Promise<string> {
  let output = '';
  child.stderr?.on('data', (chunk) => (output += String(chunk)));
  for await (const chunk of child.stdout ?? []) {
    output += String(chunk);
    const [, found] = pattern.exec(output) ?? [];
    if (found !== undefined) return found;
  }
  throw new Error(`the packed program ended: ${output}`);
}

test('`npx mayfly` runs in an empty folder', () => {
  const { stdout } = spawnSync('npx', ['mayfly', '--version'], {
    cwd: home,
    encoding: 'utf8',
    shell,
  });
  expect(stdout.trim()).toMatch(/^\d+\.\d+\.\d+$/);
});

test('the packed relay serves its web page, and passes a page from one command to another', async () => {
  relay = start('relay', '--port', '0', '--drain-seconds', '0', '--bye-seconds', '0');
  const port = await said(relay, /Mayfly is at http:\/\/\S+:(\d+)/);
  origin = `http://127.0.0.1:${port}`;
  const page = await fetch(`${origin}/`);
  expect(page.status).toBe(200);
  const [, script = ''] = /src="(\/assets\/[^"]+\.js)"/.exec(await page.text()) ?? [];
  expect((await fetch(origin + script)).headers.get('content-type')).toMatch(/javascript/);
  const alice = start('share', '--relay', origin, '--readers', '1');
  alice.stdin?.end('hello');
  const bob = start('get', await said(alice, /(\S+)\n/), '-o', '-');
  expect(await said(bob, /(hello)/)).toBe('hello');
});

test('the packed keeper has a page when its author has gone', async () => {
  const keeping = ['--dir', join(home, 'keeper'), '--relay', origin];
  keeper = start('keep', ...keeping, '--json');
  await heard(keeper, 'connected');
  const alice = start('share', '--keep', ...keeping);
  const gone = once(alice, 'exit');
  alice.stdin?.end('hello');
  const link = await said(alice, /(http\S+\/[0-9a-f]{64}\S*)\n/);
  await gone;
  expect(await said(start('get', link, '-o', '-'), /(hello)/)).toBe('hello');
});

test('it runs the relay as `npm start` of the project does', () => {
  expect([...RELAY_FLAGS, 'relay/main.ts']).toEqual(RELAY_COMMAND);
});

test('it holds no sources and no tests', () => {
  expect(files.filter((file) => /\.tsx?$|^(web\/(?!dist\/)|Dockerfile)/.test(file))).toEqual([]);
  expect(files).toContain('bin/relay.js');
});

test('it holds every document that its documents link to, and the licence', () => {
  for (const file of files.filter((name) => name.endsWith('.md'))) {
    const text = readFileSync(join(installed, file), 'utf8');
    for (const [, target = ''] of text.matchAll(/\]\((?!https?:|#|\.\.\/)([^)#\s]+)/g)) {
      const path = join(file, '..', target).replaceAll('\\', '/');
      const isPacked = files.some((one) => one === path || one.startsWith(`${path}/`));
      expect(isPacked, `${file} links to ${target}`).toBe(true);
    }
  }
  const licence = readFileSync(join(installed, 'LICENSE'), 'utf8');
  expect(licence).toBe(readFileSync(join(ROOT, 'LICENSE'), 'utf8'));
});
