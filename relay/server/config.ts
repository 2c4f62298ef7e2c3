import { parseArgs } from 'node:util';

export interface Config {
  readonly host: string;
  readonly port: number;
  readonly logLevel: string;
}

/** A setting that cannot be used; its message names it, what was given and what is expected. */
export class ConfigError extends Error {}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

export const HELP = `usage: npm start -- [--port N] [--host NAME] [--log-level LEVEL]

  --port N           PORT       where to listen, 0 for any free port   4000
  --host NAME        HOST       the interface to listen on             localhost
  --log-level LEVEL  LOG_LEVEL  ${LOG_LEVELS.join(', ')}   info
  --help                        this text

Flags come before environment variables.
`;

/** The relay's settings, or undefined where help was asked for. Throws `ConfigError`. */
export function readConfig(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Config | undefined {
  const flags = parseFlags(args);
  if (flags.help) return undefined;
  return {
    port: port(flags.port ?? env['PORT'] ?? '4000'),
    host: nonEmpty('HOST', flags.host ?? env['HOST'] ?? 'localhost'),
    logLevel: oneOf('LOG_LEVEL', flags['log-level'] ?? env['LOG_LEVEL'] ?? 'info', LOG_LEVELS),
  };
}

function parseFlags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        'log-level': { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new ConfigError(`${String(error)}\n\n${HELP}`, { cause: error });
  }
}

function port(text: string): number {
  const value = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (value <= 65_535) return value;
  throw new ConfigError(`PORT (--port) is '${text}': expected a whole number from 0 to 65535`);
}

function nonEmpty(name: string, text: string): string {
  if (text.trim() !== '') return text.trim();
  throw new ConfigError(`${name} is empty: expected a host name or an address`);
}

function oneOf(name: string, text: string, values: readonly string[]): string {
  if (values.includes(text)) return text;
  throw new ConfigError(`${name} is '${text}': expected one of ${values.join(', ')}`);
}
