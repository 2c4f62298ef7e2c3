/**
 * `npm start` and `npm run dev`: builds everything that is stale, prints the folder of the extension, and runs the
 * relay. With `--dev` it also runs the programs that rebuild on change. All other arguments go to the relay.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { buildStale, EXTENSION, RELAY_COMMAND, ROOT, WEB_PAGE } from './build.ts';

const argv = process.argv.slice(2);
const isDev = argv.includes('--dev');
const relay = [...RELAY_COMMAND, ...argv.filter((argument) => argument !== '--dev')];

try {
  if (isDev) startDev();
  else start();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function start(): void {
  buildStale();
  sayWhereExtensionLies(EXTENSION);
  runTogether([run(process.execPath, relay)]);
}

function startDev(): void {
  buildStale([WEB_PAGE]); // the relay reads it at its start
  sayWhereExtensionLies({ chromium: `${EXTENSION.chromium}-dev` });
  runTogether([
    run('vite', ['build', 'relay/web', '--watch', '--logLevel', 'warn']),
    run('wxt', []),
    run(process.execPath, ['--watch', '--watch-preserve-output', ...relay]),
  ]);
}

function sayWhereExtensionLies(folders: { chromium: string; firefox?: string }): void {
  const lines = [
    'Load as an extension:',
    `  Chromium: chrome://extensions → Developer mode → Load unpacked → ${folders.chromium}`,
  ];
  if (folders.firefox) {
    const manifest = join(folders.firefox, 'manifest.json');
    lines.push(`  Firefox:  about:debugging → This Firefox → Load Temporary Add-on → ${manifest}`);
  }
  console.log(lines.join('\n'));
}

function run(command: string, args: readonly string[]): ChildProcess {
  // On Windows, and only there, the commands of node_modules/.bin are shell scripts.
  const shell = process.platform === 'win32' && command !== process.execPath;
  return spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'], shell });
}

/** Ends all children when one ends or a signal comes. The exit code is that of the first to end. */
function runTogether(children: readonly ChildProcess[]): void {
  let isEnding = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      isEnding = true;
      // A terminal also sends Ctrl+C to the children. A second signal would mean 'at once' to them.
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      // A relay with a block list would only read the list again on SIGHUP.
      endAll(children, signal === 'SIGHUP' ? 'SIGTERM' : signal);
    });
  }
  for (const child of children) {
    child.on('error', (error) => {
      console.error(`cannot run ${child.spawnfile}: ${error.message}`);
      end(1);
    });
    child.on('exit', (code, signal) => end(code ?? 128 + constants.signals[signal ?? 'SIGTERM']));
  }
  onOrphaned(() => end(128 + constants.signals.SIGTERM));

  function end(code: number): void {
    process.exitCode ??= code;
    if (!isEnding) endAll(children, 'SIGTERM');
    isEnding = true;
  }
}

function endAll(children: readonly ChildProcess[], signal: NodeJS.Signals): void {
  for (const child of children) {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
  }
}

/**
 * npm passes SIGTERM to the shell that runs its script, and the shell passes it to nobody. So the end of the parent is
 * the only sign.
 */
function onOrphaned(act: () => void): void {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    act();
  }, 200);
  timer.unref();
}
