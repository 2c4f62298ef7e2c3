#!/usr/bin/env node
/** The program `mayfly`: from arguments to an exit code. */
import { CommanderError } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { type Common, commandLine } from './command-line.ts';
import { speakEnglish } from './english.ts';
import { EXIT_CODES, Failure, failureOf } from './failure.ts';
import { Report } from './report.ts';

const stopped = new AbortController();
/** The oldest major version of Node that this program runs on. */
const NODE = 22;
let report: Report | undefined;
const STOPPED = new Failure('stopped', 'Stopped.');

// A connection that is being closed, or a pipe that nobody closes, would keep the program for a while.
void main(process.argv.slice(2)).then((code) => process.exit(code));

async function main(args: readonly string[]): Promise<number> {
  const [command, ...settings] = args;
  speakEnglish();
  try {
    requireNode();
    if (command === 'relay') return await (await import('./relay-command.ts')).runRelay(settings);
    listenToSignals();
    await program().parseAsync(args, { from: 'user' });
    return EXIT_CODES.done;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT_CODES.done; // help
    const isStopped = stopped.signal.aborted && !(error instanceof Failure);
    return tell(isStopped ? STOPPED : failureOf(error), args);
  }
}

function program() {
  const { signal } = stopped;
  const run = ({ json }: Common) => ({ report: reportOf(json === true), signal });
  return commandLine(
    {
      share: async (paths, options) => {
        const { share } = await import('./share-command.ts');
        await share({ paths, options, ...run(options) });
      },
      get: async (text, options) => {
        const { get } = await import('./get-command.ts');
        await get({ text, options, ...run(options) });
      },
      keep: async (options) => {
        const { keep } = await import('./keep/keep-command.ts');
        await keep({ options, ...run(options) });
      },
      keepList: async (options) => {
        const { listKept } = await import('./keep/keep-command.ts');
        await listKept({ options, ...run(options) });
      },
      keepRemove: async (addresses, options) => {
        const { removeKept } = await import('./keep/keep-command.ts');
        await removeKept(addresses, { options, ...run(options) });
      },
      keepPair: async (options) => {
        const { pair } = await import('./keep/keep-command.ts');
        await pair({ options, ...run(options) });
      },
      completion: async (shell, of) => {
        const { completionScript } = await import('./completion-command.ts');
        process.stdout.write(completionScript(shell, of));
      },
    },
    manifest.version,
  );
}

function requireNode(): void {
  const { node } = process.versions;
  if (Number(node.split('.', 1)) >= NODE) return;
  throw new Failure('failed', `mayfly needs Node ${NODE}.12 or newer, and this is Node ${node}.`);
}

/** One report for a command and its failure, so that the bar makes room for the sentence. */
function reportOf(isJson: boolean): Report {
  report ??= new Report({ isJson });
  return report;
}

/** The first signal ends the command in order, the second one at once. */
function listenToSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stopped.signal.aborted) process.exit(EXIT_CODES.stopped);
      stopped.abort();
    });
  }
}

function tell(failure: Failure, args: readonly string[]): number {
  // The arguments may be those that could not be parsed.
  const told = reportOf(args.includes('--json'));
  told.failed(failure);
  if (failure.reason === 'usage') told.say('mayfly --help shows the commands and their options.');
  return EXIT_CODES[failure.reason];
}
