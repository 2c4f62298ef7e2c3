/** The words of the command line: each command with its options, its help and an example. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { MOST_OPENS } from '../client/index.ts';
import { parseDuration } from './duration.ts';
import type { GetOptions } from './getting.ts';
import type { KeepOptions } from './keep/keep-command.ts';
import { addRelay } from './reached-relays.ts';
import type { ShareOptions } from './share-command.ts';
import { parseSize } from './size.ts';

/** The things that commands do. Each is called with what was parsed. */
export interface Actions {
  readonly share: (paths: readonly string[], options: ShareOptions & Common) => Promise<void>;
  readonly get: (link: string, options: GetOptions & Common) => Promise<void>;
  readonly keep: (options: KeepOptions & Common) => Promise<void>;
  readonly keepList: (options: KeepOptions & Common) => Promise<void>;
  readonly keepRemove: (
    addresses: readonly string[],
    options: KeepOptions & Common,
  ) => Promise<void>;
  readonly keepPair: (options: KeepOptions & Common) => Promise<void>;
  readonly completion: (shell: string, program: Command) => Promise<void>;
}

export interface Common {
  readonly json?: true;
}

const HELP_WIDTH = 79;
/** The time that `get` waits for a holder. */
const WAIT_MS = 10_000;
/** The room that a keeper takes at most, in bytes. */
const KEEP_BYTES = 20e9;

export function commandLine(actions: Actions, version: string): Command {
  const program = new Command('mayfly')
    .description('Share files as pages that live only as long as somebody holds them.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .addHelpText(
      'after',
      '\nExample:\n  mayfly share notes.md        prints a link, and holds the page\n  mayfly get LINK              saves it elsewhere',
    );
  const commands = [
    shareCommand(actions),
    getCommand(actions),
    keepCommand(actions),
    // Its options are the relay's own; `mayfly.ts` hands them over before this is asked.
    new Command('relay')
      .description('run a relay; --help lists its settings')
      .argument('[settings...]'),
    new Command('completion')
      .description('print completions for a shell')
      .argument('<shell>', 'bash, zsh or fish', parseShell)
      .addHelpText('after', '\nExample:\n  source <(mayfly completion bash)')
      .action((shell: string) => actions.completion(shell, program)),
  ];
  for (const command of [program, ...commands, ...commands.flatMap((one) => one.commands)]) {
    command.exitOverride().configureHelp({ helpWidth: HELP_WIDTH });
    command.configureOutput({ writeErr: () => {}, outputError: () => {} });
  }
  for (const command of commands)
    program.addCommand(command.helpOption('-h, --help', 'print this help'));
  return program;
}

function shareCommand({ share }: Actions): Command {
  return new Command('share')
    .description('Share files, folders or a pipe (-): print a link, and hold until Ctrl+C.')
    .argument('[paths...]')
    .option('--public', 'do not encrypt: relays and holders can read it')
    .option('--for <time>', 'let it end after a time such as 90s, 10m, 2h or 7d', parseDuration)
    .option('--type <type>', 'its media type, such as text/markdown', parseType)
    .option('--name <name>', 'its name for readers')
    .addOption(relayOption())
    .addOption(onceOption())
    .addOption(opensOption())
    .option('--readers <n>', 'stop once so many readers have it all', parseCount)
    .addOption(
      new Option('--keep', 'hand it to the keeper on this machine, and end').conflicts('readers'),
    )
    .addOption(dirOption())
    .option('--qr', 'show the link as a QR code too')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nA link of --once or --opens dies with this program, even if it is killed.\nExample:\n  tar c photos | mayfly share --for 2h -',
    )
    .action((paths: readonly string[], options: ShareOptions & Common) => share(paths, options));
}

function onceOption(): Option {
  return new Option('--once', 'a link that opens once').conflicts(['public', 'keep', 'opens']);
}

function opensOption(): Option {
  return new Option('--opens <n>', 'a link that opens n times')
    .conflicts(['public', 'keep'])
    .argParser(parseOpens);
}

function getCommand({ get }: Actions): Command {
  return new Command('get')
    .description(
      'Save what a link stands for. Nothing is overwritten, and it goes on where it was.',
    )
    .argument('<link>', 'a link; - reads it from standard input, where no other user sees it')
    .option('-o, --output <path>', 'where to save it; - writes to standard output')
    .addOption(waitOption())
    .option('-f, --force', 'overwrite files')
    .option('-y, --yes', 'open a link that opens once without asking; pipes need this')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  mayfly get LINK -o - | tar x')
    .action((link: string, options: GetOptions & Common) => get(link, options));
}

function keepCommand({ keep, keepList, keepRemove, keepPair }: Actions): Command {
  const command = new Command('keep')
    .description('Hold sealed pages day and night, without their keys, until stopped.')
    .addOption(maxOption())
    .addOption(relayOption())
    .option('--upload-rate <size>', 'the most that it uploads in a second', parseSize)
    .addOption(dirOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  mayfly keep --max 50GB --relay https://mayfly.example')
    .action((options: KeepOptions & Common) => keep(options));
  const list = new Command('ls')
    .description('list what it keeps')
    .action((_: unknown, self: Command) => keepList(self.optsWithGlobals()));
  const remove = new Command('rm')
    .description('delete pages, whoever asked for them')
    .argument('<address...>', 'their addresses, or the first digits')
    .action((addresses: readonly string[], _: unknown, self: Command) =>
      keepRemove(addresses, self.optsWithGlobals()),
    );
  const pair = new Command('pair')
    .description('show the code that the options of the extension take')
    .action((_: unknown, self: Command) => keepPair(self.optsWithGlobals()));
  for (const one of [list, remove, pair]) {
    command.addCommand(one.helpOption('-h, --help', 'print this help'));
  }
  return command.helpCommand(false);
}

function maxOption(): Option {
  return new Option('--max <size>', 'the room that it may take')
    .argParser(parseSize)
    .default(KEEP_BYTES, '20GB');
}

function dirOption(): Option {
  return new Option('--dir <folder>', 'the folder of the keeper').default(
    defaultKeepFolder(),
    '~/.local/share/mayfly',
  );
}

function waitOption(): Option {
  return new Option('--wait <time>', 'how long to wait while nobody sends it')
    .argParser(parseDuration)
    .default(WAIT_MS, '10s');
}

function relayOption(): Option {
  return new Option('--relay <url>', 'the relay to use, or several by several --relay')
    .argParser<readonly string[]>(addRelay)
    .default([], 'MAYFLY_RELAY, or http://localhost:4000');
}

function jsonOption(): Option {
  return new Option('--json', 'tell events as JSON, one a line, on standard error');
}

/** The folder for what programs of this user keep. */
function defaultKeepFolder(): string {
  return join(process.env['XDG_DATA_HOME'] || join(homedir(), '.local/share'), 'mayfly');
}

function parseCount(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a whole number of 1 or more');
}

function parseOpens(text: string): number {
  const opens = parseCount(text);
  if (opens <= MOST_OPENS) return opens;
  throw new InvalidArgumentError(`expected ${MOST_OPENS} at most`);
}

const MEDIA_TYPE = /^[a-z0-9!#$&^_.+-]{1,64}\/[a-z0-9!#$&^_.+-]{1,64}(?:;[ -~]{1,100})?$/i;

function parseType(text: string): string {
  if (MEDIA_TYPE.test(text)) return text.toLowerCase();
  throw new InvalidArgumentError('expected a media type such as text/markdown');
}

const SHELLS = ['bash', 'zsh', 'fish'];

function parseShell(text: string): string {
  if (SHELLS.includes(text)) return text;
  throw new InvalidArgumentError(`expected ${SHELLS.join(', ')}`);
}
