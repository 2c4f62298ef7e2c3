/** The package of the relay holds everything that runs it, and nothing else. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RELAY_COMMAND, ROOT } from '../../relay/build.ts';

const SOURCES = join(ROOT, 'relay');

let files: readonly string[];
let folder: string;
let relay: ChildProcess | undefined;

beforeAll(() => {
  files = packedFiles();
  folder = mkdtempSync(join(tmpdir(), 'mayfly-package-'));
  for (const file of files) cpSync(join(SOURCES, file), join(folder, file));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
});

afterAll(() => {
  relay?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function packedFiles(): string[] {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts', '--workspace', 'relay'];
  const shell = process.platform === 'win32';
  const { stdout, stderr } = spawnSync('npm', args, { cwd: ROOT, encoding: 'utf8', shell });
  if (!stdout) throw new Error(`npm pack printed nothing: ${stderr}`);
  const packed = JSON.parse(stdout) as readonly Packed[] | Readonly<Record<string, Packed>>;
  return Object.values(packed).flatMap((one) => one.files.map(({ path }) => path));
}

interface Packed {
  readonly files: readonly { readonly path: string }[];
}

function scriptOf(name: string): string | undefined {
  const { scripts } = JSON.parse(readFileSync(join(SOURCES, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  return scripts[name];
}

async function originOf({ stdout, stderr }: ChildProcess): Promise<string> {
  let output = '';
  stderr?.on('data', (chunk) => (output += String(chunk)));
  for await (const chunk of stdout!) {
    output += String(chunk);
    const port = /Mayfly is at http:\/\/\S+:(\d+)/.exec(output)?.[1];
    if (port) return `http://127.0.0.1:${port}`;
  }
  throw new Error(`the packed relay ended: ${output}`);
}

test('the packed relay starts and serves its web page', async () => {
  const [program, ...args] = scriptOf('start')!.split(' ');
  expect(program).toBe('node');
  relay = spawn(process.execPath, [...args, '--port', '0'], { cwd: folder });
  const origin = await originOf(relay);
  const page = await fetch(`${origin}/`);
  expect(page.status).toBe(200);
  const [, script = ''] = /src="(\/assets\/[^"]+\.js)"/.exec(await page.text()) ?? [];
  expect((await fetch(origin + script)).headers.get('content-type')).toMatch(/javascript/);
});

test('it starts as `npm start` of the project does', () => {
  const command = ['node', ...RELAY_COMMAND].join(' ').replace('relay/main.ts', 'main.ts');
  expect(scriptOf('start')).toBe(command);
});

test('it holds no sources of the web page, no tests, and nothing that builds', () => {
  const strangers = files.filter((file) =>
    /^(web\/(?!dist\/)|build\.ts|start\.ts|Dockerfile|tsconfig)|\.test\.tsx?$/.test(file),
  );
  expect(strangers).toEqual([]);
});

test('it holds every document that its documents link to, and the licence', () => {
  for (const file of files.filter((name) => name.endsWith('.md'))) {
    const text = readFileSync(join(SOURCES, file), 'utf8');
    for (const [, target = ''] of text.matchAll(/\]\((?!https?:|#|\.\.\/)([^)#\s]+)/g)) {
      const path = join(file, '..', target).replaceAll('\\', '/');
      const isPacked = files.some((one) => one === path || one.startsWith(`${path}/`));
      expect(isPacked, `${file} links to ${target}`).toBe(true);
    }
  }
  expect(files).toContain('LICENSE');
  const licence = readFileSync(join(SOURCES, 'LICENSE'), 'utf8');
  expect(licence).toBe(readFileSync(join(ROOT, 'LICENSE'), 'utf8'));
});
