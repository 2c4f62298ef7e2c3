import type { BlockList } from 'node:net';
import { CommanderError } from 'commander';
import { NATS_SETTINGS, type NatsOptions, readNats } from './cluster/nats-settings.ts';
import { commandOf, helpOf } from './command.ts';
import {
  CLIENTS_SERVED,
  DEFAULT_LIMITS,
  MAX_UINT32,
  READS_AT_ONCE,
  type RelayLimits,
  TEXT_BYTES_MIN,
  WINDOW_BYTES,
} from '../protocol/limits.ts';
import type { HostPort } from './metrics-port.ts';
import {
  ConfigError,
  file,
  flagOf,
  hostName,
  hostPort,
  networks,
  oneOf,
  origins,
  type Setting,
  setting,
  size,
  sizeText,
  wholeNumber,
  yesOrNo,
} from './setting.ts';

export interface Config {
  readonly host: string;
  readonly port: number;
  readonly logLevel: string;
  readonly limits: RelayLimits;
  /** Patterns of the origins whose pages may connect. */
  readonly origins: readonly string[];
  /** The proxies whose `X-Forwarded-For` is believed. */
  readonly proxies: BlockList;
  /** The file of blocked addresses; empty for none. */
  readonly blockList: string;
  readonly drainSeconds: number;
  readonly byeSeconds: number;
  readonly logIps: boolean;
  /** The address at which metrics are read; undefined for none. */
  readonly metrics: HostPort | undefined;
  /** The way to the other relays; undefined for a relay that is alone. */
  readonly nats: NatsOptions | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;
type LimitName = keyof RelayLimits;

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const SETTINGS = {
  port: setting('PORT', '4000', 'where to listen, 0 for any free port', wholeNumber(0, 65_535)),
  host: setting('HOST', 'localhost', 'the interface to listen on', hostName),
  logLevel: setting('LOG_LEVEL', 'info', 'the least that is logged', oneOf(...LOG_LEVELS)),
  origins: setting(
    'MAYFLY_ORIGINS',
    '*',
    "origins whose pages may connect, the relay's own among them; * stands for any characters",
    origins,
  ),
  proxies: setting('MAYFLY_PROXIES', '', 'whose X-Forwarded-For is believed', networks),
  blockList: setting('MAYFLY_BLOCK_LIST', '', 'file of addresses not to broker', file),
  drainSeconds: setting(
    'MAYFLY_DRAIN_SECONDS',
    '2',
    'how long a stopping relay lets running transfers finish',
    wholeNumber(0, 3_600),
  ),
  byeSeconds: setting(
    'MAYFLY_BYE_SECONDS',
    '5',
    'over how long the goodbyes of a stopping relay are spread',
    wholeNumber(0, 3_600),
  ),
  logIps: setting('MAYFLY_LOG_IPS', 'false', 'whether logs name the addresses of clients', yesOrNo),
  metrics: setting(
    'MAYFLY_METRICS',
    '',
    'where Prometheus reads metrics, as host:port; not a port that is open to everybody',
    hostPort,
  ),
};

/** The thing that each limit bounds. A limit that is missing here is told by its name. */
const LIMIT_TEXTS: Readonly<Record<string, string>> = {
  pageBytes: 'the largest page',
  frameBytes: 'the largest payload of a content frame',
  haves: 'addresses a connection has',
  wants: 'addresses a connection wants',
  watches: 'addresses a connection watches',
  totalHaves: 'addresses all connections have together, those of one client a fourth',
  totalWants: 'addresses all connections want together, those of one client a fourth',
  totalWatches: 'addresses all connections watch together, those of one client a fourth',
  textBytes: 'the largest text message',
  keptBytes: 'kept of the starts of transfers, for readers who join',
  queuedBytes: 'queued on one connection',
  totalQueuedBytes: 'queued on all connections',
  messagesPerSecond: 'messages a connection sends in a second',
  bytesPerSecond: 'bytes a connection sends in a second',
  notesPerMinute: 'notes that one client sends in a minute, besides answers to notes',
  connections: 'connections at once',
  connectionsPerAddress: 'connections from one client: an IPv4 address, an IPv6 /64',
  sockets: 'open sockets at once, connections among them; fewer than it may open files',
};

/**
 * What may wait for a reader that does nothing wrong, in half windows: one that was asked for each of its transfers, one
 * that it has not taken, two of a page whose start it is given (the broker's simulation holds it to that), and one for
 * headers and text messages.
 */
const QUEUED_BYTES_MIN = (READS_AT_ONCE + 4) * (WINDOW_BYTES / 2);

/** Where less would refuse what the protocol allows, or cut off who keeps to it. */
const LEAST: Partial<Record<LimitName, number>> = {
  textBytes: TEXT_BYTES_MIN,
  queuedBytes: QUEUED_BYTES_MIN,
};

/**
 * Where the wire, a transfer's window or the time that a message takes allows no more; nor a `Map`: from 2²³ entries on it
 * may throw when some were deleted and others added. One holds what is had and what is wanted, and some for other relays.
 */
const LARGEST: Partial<Record<LimitName, number>> = {
  pageBytes: MAX_UINT32,
  frameBytes: WINDOW_BYTES,
  textBytes: 1024 * 1024,
  totalHaves: 6_000_000,
  totalWants: 2_000_000,
  totalWatches: 8_000_000,
};

/** Pairs of which the first bounds all together, and the second one of them; for how many of them it must be enough. */
const NO_LESS: readonly (readonly [LimitName, LimitName, number])[] = [
  ['totalQueuedBytes', 'queuedBytes', 1],
  ['totalHaves', 'haves', CLIENTS_SERVED],
  ['totalWants', 'wants', CLIENTS_SERVED],
  ['totalWatches', 'watches', CLIENTS_SERVED],
  ['sockets', 'connections', 1],
];

// The keys of an object written down as `RelayLimits` are its names.
const LIMIT_NAMES = Object.keys(DEFAULT_LIMITS) as LimitName[];
const LIMITS = LIMIT_NAMES.map((name) => [name, limitSetting(name)] as const);

const ROWS: readonly Setting<unknown>[] = [
  ...Object.values(SETTINGS),
  ...Object.values(NATS_SETTINGS),
  ...LIMITS.map(([, limit]) => limit),
];

/** Variables that are not the relay's: the builds and the commands `share` and `get` read them. */
const OTHERS: readonly string[] = ['MAYFLY_DEFAULT_RELAY', 'MAYFLY_RELAY', 'MAYFLY_TEST_KEY'];

export const HELP = helpOf(ROWS);

/** The relay's settings, or undefined where help was asked for. Throws `ConfigError`. */
export function readConfig(args: readonly string[], env: Environment): Config | undefined {
  const flags = parseFlags(args);
  if (!flags) return undefined;
  refuseUnknown(env);
  const read = <T>(row: Setting<T>): T => {
    const text = flags.get(row.flag) ?? env[row.env] ?? row.preset;
    const value = row.parse(text.trim());
    if (value !== undefined) return value;
    throw new ConfigError(`${namesOf(row)} is '${text}': expected ${row.expected}`);
  };
  const limits: { -readonly [Name in LimitName]: number } = { ...DEFAULT_LIMITS };
  for (const [name, row] of LIMITS) limits[name] = read(row);
  refuseContradictions(limits);
  return {
    port: read(SETTINGS.port),
    host: read(SETTINGS.host),
    logLevel: read(SETTINGS.logLevel),
    origins: read(SETTINGS.origins),
    proxies: read(SETTINGS.proxies),
    blockList: read(SETTINGS.blockList),
    drainSeconds: read(SETTINGS.drainSeconds),
    byeSeconds: read(SETTINGS.byeSeconds),
    logIps: read(SETTINGS.logIps),
    metrics: read(SETTINGS.metrics)[0],
    nats: readNats(read),
    limits,
  };
}

function limitSetting(name: LimitName): Setting<number> {
  const words = name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`);
  const what = LIMIT_TEXTS[name] ?? words.replaceAll('_', ' ').toLowerCase();
  const env = `MAYFLY_${words.toUpperCase()}`;
  const [least, most] = [LEAST[name] ?? 1, LARGEST[name]];
  const parser = isSize(name) ? size(least, most) : wholeNumber(least, most);
  return setting(env, limitText(name, DEFAULT_LIMITS[name]), what, parser);
}

function refuseContradictions(limits: RelayLimits): void {
  for (const [whole, part, times] of NO_LESS) {
    if (limits[whole] >= times * limits[part]) continue;
    const least = `${namesOf(limitSetting(part))}, which is '${limitText(part, limits[part])}'`;
    const given = `${namesOf(limitSetting(whole))} is '${limitText(whole, limits[whole])}'`;
    const factor = times > 1 ? `${times} times ` : '';
    throw new ConfigError(`${given}: expected no less than ${factor}${least}`);
  }
}

/** As an operator would write it. */
function limitText(name: LimitName, value: number): string {
  return isSize(name) ? sizeText(value) : String(value);
}

function isSize(name: LimitName): boolean {
  return /bytes/i.test(name);
}

function namesOf({ env, flag }: Setting<unknown>): string {
  return `${env} (--${flag})`;
}

/** The flags that were given; undefined where help was asked for. */
function parseFlags(args: readonly string[]): ReadonlyMap<string, string> | undefined {
  try {
    const command = commandOf(ROWS).parse(args, { from: 'user' });
    const given = command.options.filter(
      (option) => command.getOptionValueSource(option.attributeName()) === 'cli',
    );
    return new Map(
      given.map((option) => [option.name(), command.getOptionValue(option.attributeName())]),
    );
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed') return undefined;
    throw new ConfigError(`${error.message.replace(/^error: /, '')}\n\n${HELP}`, { cause: error });
  }
}

/** A variable with a typing error would otherwise leave its limit at the default, unnoticed. */
function refuseUnknown(env: Environment): void {
  const known = ROWS.map((row) => row.env);
  for (const name of Object.keys(env)) {
    if (!name.startsWith('MAYFLY_') || known.includes(name) || OTHERS.includes(name)) continue;
    const meant = suggestion(name);
    throw new ConfigError(
      `${name} is '${env[name]}': expected no such variable${meant && `; did you mean ${meant}?`}`,
    );
  }
}

/** What commander would suggest for the flag of a variable, as a variable; empty for nothing. */
function suggestion(name: string): string {
  try {
    commandOf(ROWS).parse([`--${flagOf(name)}`], { from: 'user' });
    return '';
  } catch (error) {
    const [, flag] = /Did you mean (?:one of )?--([\w-]+)/.exec(String(error)) ?? [];
    return ROWS.find((row) => row.flag === flag)?.env ?? '';
  }
}
