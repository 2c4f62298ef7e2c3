/**
 * Runs before the tests: builds everything they load, and installs the programs they drive, if it may do so unasked.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { buildStale } from '../../relay/build.ts';
import { findNatsServer } from '../backplane/nats-server.ts';
import { SmallDisk } from '../journeys/small-disk.ts';
import { findPython } from '../python/python.ts';
import { findChromium } from './chromium.ts';
import { findFirefox } from './firefox.ts';

interface Need {
  /** The Debian package of the program. */
  readonly debianPackage: string;
  readonly find: () => string | undefined;
  /** The tests that are skipped without the program. */
  readonly tests: string;
}

const NEEDS: readonly Need[] = [
  { debianPackage: 'chromium', find: findChromium, tests: 'test/journeys' },
  { debianPackage: 'firefox-esr', find: findFirefox, tests: 'the journeys in Firefox' },
  { debianPackage: 'python3-websockets', find: findPython, tests: 'test/python' },
  {
    debianPackage: 'nats-server',
    find: findNatsServer,
    tests: 'test/backplane/cluster.test.ts and the contract on a real nats-server',
  },
];

buildStale();
const missing = NEEDS.filter(isMissing);
if (missing.length > 0 && isRootOnDebian()) install(missing);
for (const { debianPackage, tests } of missing.filter(isMissing)) {
  console.log(`Not found: ${debianPackage}. Skipped: ${tests}.`);
}

if (!mayMount()) {
  console.log(
    'This process may not mount a disk. Skipped: test/journeys/durability-full-disk.test.ts.',
  );
}

function mayMount(): boolean {
  const disk = SmallDisk.mount(4096);
  disk?.unmount();
  return disk !== undefined;
}

function isMissing({ find }: Need): boolean {
  return find() === undefined;
}

function isRootOnDebian(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    return /^ID(_LIKE)?=.*\bdebian\b/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false; // no such file, so no Debian
  }
}

function install(needs: readonly Need[]): void {
  const packages = needs.map(({ debianPackage }) => debianPackage);
  console.log(`Installing ${packages.join(', ')} …`);
  // The package lists may be old or only partly reachable. The second command reports whether the packages are
  // available.
  aptGet('update');
  const installed = aptGet('install', '-y', '--no-install-recommends', ...packages);
  if (installed.status !== 0) console.error(`apt-get install failed: ${installed.stderr.trim()}`);
}

function aptGet(...args: readonly string[]) {
  return spawnSync('apt-get', ['-qq', ...args], {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}
