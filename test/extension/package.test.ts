/** The packages for the stores: everybody builds the same bytes from their sources, and their documents are true. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../../relay/build.ts';

const run = promisify(execFile);
/** Four builds: some seconds on a machine that does nothing else. */
const BUILD_MS = 180_000;

/**
 * The places where libraries set markup. No component asks preact for it, DOMPurify and Readability do it in documents
 * where nothing runs, and of highlight.js it is not used.
 */
const PLACES_WITH_INNER_HTML = { preact: 1, dompurify: 1, 'highlight.js': 1, readability: 2 };

/** The folders in which the working tree and the unpacked sources are built. */
const folder = mkdtempSync(join(tmpdir(), 'mayfly-package-'));
const tree = join(folder, 'tree');
const sources = join(folder, 'somewhere else');

beforeAll(async () => {
  copyTree();
  await zip(tree, '--sources');
  unpack(join(tree, '.output', only(/-sources\.zip$/)));
  await Promise.all([
    zip(tree, '-b', 'firefox', '--mv2'),
    zip(sources, '--sources').then(() => zip(sources, '-b', 'firefox', '--mv2')),
  ]);
}, BUILD_MS);

afterAll(() => rmSync(folder, { recursive: true, force: true }), BUILD_MS);

/** The working tree without its build products. */
function copyTree(): void {
  const made = new Set(['node_modules', '.git', '.output', '.wxt', 'dist', 'test']);
  cpSync(ROOT, tree, { recursive: true, filter: (from) => !made.has(basename(from)) });
  linkModules(tree);
}

function unpack(file: string): void {
  for (const [name, bytes] of Object.entries(unzipSync(readFileSync(file)))) {
    mkdirSync(dirname(join(sources, name)), { recursive: true });
    writeFileSync(join(sources, name), bytes);
  }
  linkModules(sources);
}

/** The packages that `npm install` would bring, but with the relay of that folder. */
function linkModules(root: string): void {
  const modules = join(root, 'node_modules');
  mkdirSync(join(modules, '@mayfly'), { recursive: true });
  symlinkSync(join(root, 'relay'), join(modules, '@mayfly/relay'), 'junction');
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    if (name === '@mayfly' || name.startsWith('.')) continue;
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name), 'junction');
  }
}

/** As `npm run package` does. */
async function zip(root: string, ...args: readonly string[]): Promise<void> {
  const wxt = join(ROOT, 'node_modules/wxt/bin/wxt.mjs');
  const env = { ...process.env, NODE_ENV: 'production' }; // not as for tests
  await run(process.execPath, [wxt, 'zip', ...args, '--level', 'warn'], { cwd: root, env });
}

function zips(root: string): readonly string[] {
  return readdirSync(join(root, '.output'))
    .filter((name) => name.endsWith('.zip'))
    .sort();
}

/** The name of the one package that is called so. */
function only(pattern: RegExp): string {
  const [name = '', ...others] = zips(tree).filter((one) => pattern.test(one));
  expect(others).toEqual([]);
  return name;
}

describe('the packages', () => {
  test('are for both stores, with the sources', () => {
    const ends = zips(tree).map((name) => name.replace(/^.*-/, ''));
    expect(ends).toEqual(['chrome.zip', 'firefox.zip', 'sources.zip']);
  });

  test('are the same to the byte when the unpacked sources are built elsewhere', () => {
    expect(zips(sources)).toEqual(zips(tree));
    for (const name of zips(tree)) {
      const [built, again] = [tree, sources].map((root) =>
        readFileSync(join(root, '.output', name)),
      );
      expect(built?.equals(again ?? Buffer.alloc(0)), name).toBe(true);
    }
  });
});

/** A finding of Mozilla's linter. */
interface Finding {
  readonly code: string;
  readonly file: string;
}

describe("Mozilla's linter", () => {
  test(
    'has no error to tell, and warns of nothing but what libraries do with markup of their own',
    async () => {
      const linter = join(ROOT, 'node_modules/addons-linter/bin/addons-linter');
      const args = [linter, join(tree, '.output/firefox-mv2'), '--output', 'json'];
      const { stdout } = await run(process.execPath, args);
      const { errors, warnings } = JSON.parse(stdout) as Record<'errors' | 'warnings', Finding[]>;
      expect(errors).toEqual([]);
      expect(new Set(warnings.map(({ code }) => code))).toEqual(new Set(['UNSAFE_VAR_ASSIGNMENT']));
      const places = Object.values(PLACES_WITH_INNER_HTML).reduce((sum, count) => sum + count);
      expect(warnings.length).toBeLessThanOrEqual(places);
    },
    BUILD_MS,
  );
});

describe.each([
  { build: 'chrome-mv3', browser: 'Chromium' },
  { build: 'firefox-mv2', browser: 'Firefox' },
])('PERMISSIONS.md and the manifest for $browser', ({ build, browser }) => {
  test('name the same permissions at install', () => {
    const { permissions = [], host_permissions = [] } = manifestOf(build);
    expect(documented('At install', browser)).toEqual([...permissions, ...host_permissions].sort());
  });

  test('name the same permissions for later', () => {
    const { optional_permissions = [], optional_host_permissions = [] } = manifestOf(build);
    const later = [...optional_permissions, ...optional_host_permissions];
    expect(documented('When first needed', browser)).toEqual(later.sort());
  });
});

test('PERMISSIONS.md and the manifest name the same kinds of data', () => {
  const { browser_specific_settings } = manifestOf('firefox-mv2');
  const { required, optional } = browser_specific_settings.gecko.data_collection_permissions;
  expect(documented('What Firefox asks about data')).toEqual([...required, ...optional].sort());
});

/** The names in a section's table, of the rows for that browser. */
function documented(section: string, browser?: string): readonly string[] {
  const text = readFileSync(join(ROOT, 'extension/PERMISSIONS.md'), 'utf8');
  const body = text.split(/^## /m).find((part) => part.startsWith(section)) ?? '';
  return [...body.matchAll(/^\| `(?<name>[^`]+)` +\| (?<where>\w+) /gm)]
    .filter(({ groups }) => !browser || [browser, 'both'].includes(groups?.['where'] ?? ''))
    .map(({ groups }) => groups?.['name'] ?? '')
    .sort();
}

/** The part of a manifest that the tests read. */
interface Manifest {
  readonly permissions?: readonly string[];
  readonly host_permissions?: readonly string[];
  readonly optional_permissions?: readonly string[];
  readonly optional_host_permissions?: readonly string[];
  readonly browser_specific_settings: {
    readonly gecko: {
      readonly data_collection_permissions: Readonly<Record<'required' | 'optional', string[]>>;
    };
  };
}

function manifestOf(build: string): Manifest {
  // WXT made it.
  return JSON.parse(
    readFileSync(join(tree, '.output', build, 'manifest.json'), 'utf8'),
  ) as Manifest;
}
