/**
 * What is built before it can be used (the web page and the extension), from which sources, and whether what lies
 * there is still that of the sources. Knows nothing of how they are built: the scripts in package.json do.
 */
import { spawnSync } from 'node:child_process';
import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '..');

/** Folders that browsers load the extension from. */
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

const SHARED = ['relay/protocol', 'relay/client', 'relay/view', 'package-lock.json'];

export const WEB_PAGE: Build = {
  title: 'the web page',
  script: 'build:web',
  sources: [...SHARED, 'relay/web'],
  outputs: [join(ROOT, 'relay/web/dist/index.html')],
};

export const EXTENSIONS: Build = {
  title: 'the extension',
  script: 'build:extension',
  sources: [...SHARED, 'extension', 'wxt.config.ts'],
  outputs: Object.values(EXTENSION).map((folder) => join(folder, 'manifest.json')),
};

/** Builds what is missing or older than its sources; says so and throws where that fails. */
export function buildStale(builds: readonly Build[] = [WEB_PAGE, EXTENSIONS]): void {
  for (const { title, script } of builds.filter(isStale)) {
    console.log(`Building ${title} …`);
    // npm is a script of the shell on Windows, and only there.
    const shell = process.platform === 'win32';
    const built = spawnSync('npm', ['run', '-s', script], { cwd: ROOT, stdio: 'inherit', shell });
    if (built.status !== 0) {
      throw new Error(`npm run ${script} failed; see above`, { cause: built.error });
    }
  }
}

/** Whether an output is missing, or older than the newest of its sources. */
export function isStale({ sources, outputs }: Build): boolean {
  const built = Math.min(...outputs.map(modifiedMs));
  return sources.some((source) => newestMs(join(ROOT, source)) > built);
}

/** When `path` or the newest thing below it changed. A folder changes when a file in it comes or goes. */
function newestMs(path: string): number {
  return entriesOf(path)
    .filter(({ name }) => name !== 'dist' && name !== 'node_modules')
    .map(({ name }) => newestMs(join(path, name)))
    .reduce((newest, ms) => Math.max(newest, ms), modifiedMs(path));
}

function entriesOf(path: string): Dirent[] {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory()
    ? readdirSync(path, { withFileTypes: true })
    : [];
}

/** Negative infinity, older than anything, where there is no such file. */
function modifiedMs(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? -Infinity;
}
