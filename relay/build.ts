/**
 * The builds that must exist before anything runs (the web page and the extension), their sources, and a check that
 * each build still matches its sources. Does not know how to build: the scripts in package.json do.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '..');

/**
 * The arguments of Node, in the root folder, that run the relay. V8 frees the buffers of content only together with the
 * objects that stand for them, and counts them towards the limit of its old generation. A small young generation is
 * cleaned before many buffers pile up. A limit with room for them saves V8 from collecting the whole heap every few
 * megabytes (`npm run bench -- large mixed` shows it).
 */
export const RELAY_COMMAND = [
  '--max-semi-space-size=2',
  '--initial-old-space-size=64',
  'relay/main.ts',
] as const;

/** The folders from which browsers load the extension. */
export const EXTENSION = {
  chromium: join(ROOT, '.output/chrome-mv3'),
  firefox: join(ROOT, '.output/firefox-mv2'),
} as const;

interface Build {
  readonly title: string;
  /** The script of package.json that makes the outputs. */
  readonly script: string;
  /** Files and folders, relative to the root. */
  readonly sources: readonly string[];
  /** One file of each output, written by every build. */
  readonly outputs: readonly string[];
}

const SHARED = ['relay/protocol', 'relay/client', 'relay/words', 'relay/view', 'package-lock.json'];

export const WEB_PAGE: Build = {
  title: 'the web page',
  script: 'build:web',
  sources: [...SHARED, 'relay/web'],
  outputs: [join(ROOT, 'relay/web/dist/index.html')],
};

/** The commands of the package. */
export const COMMANDS: Build = {
  title: 'the commands',
  script: 'build:cli',
  sources: [
    ...['protocol', 'broker', 'server', 'client', 'words', 'cli'].map((name) => `relay/${name}`),
    'relay/main.ts',
    'relay/package.json',
    'package-lock.json',
  ],
  outputs: [join(ROOT, 'relay/bin/mayfly.js'), join(ROOT, 'relay/bin/relay.js')],
};

const EXTENSIONS: Build = {
  title: 'the extension',
  script: 'build:extension',
  sources: [...SHARED, 'extension', 'wxt.config.ts'],
  outputs: Object.values(EXTENSION).map((folder) => join(folder, 'manifest.json')),
};

const STAMPS = join(ROOT, 'node_modules/.cache/mayfly');

/** Builds everything that is missing or older than its sources, and says so. Throws if a build fails. */
export function buildStale(builds: readonly Build[] = [WEB_PAGE, EXTENSIONS]): void {
  for (const build of builds.filter(isStale)) {
    console.log(`Building ${build.title} …`);
    // On Windows, and only there, npm is a shell script.
    const shell = process.platform === 'win32';
    const args = ['run', '-s', build.script];
    const env = { ...process.env, NODE_ENV: 'production' }; // the build that people run, for tests too
    const { status, error } = spawnSync('npm', args, { cwd: ROOT, stdio: 'inherit', shell, env });
    if (status !== 0)
      throw new Error(`npm run ${build.script} failed; see above`, { cause: error });
    mkdirSync(STAMPS, { recursive: true });
    writeFileSync(stampOf(build), fingerprint(build));
  }
}

/** Says whether an output is missing, or a source has changed since `buildStale` last built it. */
function isStale(build: Build): boolean {
  if (!build.outputs.every(exists)) return true;
  return !exists(stampOf(build)) || readFileSync(stampOf(build), 'utf8') !== fingerprint(build);
}

function stampOf({ script }: Build): string {
  return join(STAMPS, script.replace(':', '-'));
}

/**
 * Identifies the content of all sources and this very build. Times alone are not enough: every `npm install` writes
 * package-lock.json anew.
 */
function fingerprint({ sources, outputs }: Build): string {
  const hash = createHash('sha256').update(process.env['MAYFLY_DEFAULT_RELAY'] ?? '');
  for (const file of sources.flatMap((source) => filesBelow(join(ROOT, source))).sort()) {
    hash.update(`\n${relative(ROOT, file)}\n`).update(readFileSync(file));
  }
  for (const output of outputs) hash.update(`\n${statSync(output).mtimeMs}`);
  return hash.digest('hex');
}

/** `path` if it is a file; otherwise all source files below it. */
function filesBelow(path: string): string[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) return stats ? [path] : [];
  return readdirSync(path)
    .filter((name) => name !== 'dist' && name !== 'node_modules')
    .flatMap((name) => filesBelow(join(path, name)));
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
