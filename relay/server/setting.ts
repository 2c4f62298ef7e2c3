import { BlockList } from 'node:net';
import { isOriginPattern } from './admission.ts';
import { addNetwork } from './client-address.ts';
import type { HostPort } from './metrics-port.ts';

/** A setting that cannot be used. Its message names the setting, the given text and the expected one. */
export class ConfigError extends Error {}

/** The rules for the text of a setting, and the way from text to value. */
export interface Parser<T> {
  readonly expected: string;
  /** All that it may be, where those are few. */
  readonly choices?: readonly string[];
  /** Undefined where the text is not what is expected. */
  readonly parse: (text: string) => T | undefined;
}

/**
 * One row of the relay's settings. Its flag is `--` and its variable's name without `MAYFLY_`, in kebab-case; empty for
 * a variable alone.
 */
export interface Setting<T> extends Parser<T> {
  readonly env: string;
  readonly flag: string;
  /** As an operator would write it. */
  readonly preset: string;
  readonly what: string;
}

export function setting<T>(
  env: string,
  preset: string,
  what: string,
  parser: Parser<T>,
): Setting<T> {
  return { env, flag: flagOf(env), preset, what, ...parser };
}

/** The name of the flag that stands for a variable. */
export function flagOf(env: string): string {
  return env
    .replace(/^MAYFLY_/, '')
    .toLowerCase()
    .replaceAll('_', '-');
}

/** A row without a flag, which everybody on the machine could read. */
export function secret(env: string, what: string): Setting<string> {
  const anything: Parser<string> = { expected: 'a secret', parse: (text) => text };
  return { ...setting(env, '', what, anything), flag: '' };
}

export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): Parser<number> {
  const parse = (text: string): number | undefined =>
    /^\d{1,16}$/.test(text) ? within(Number(text), least, most) : undefined;
  return { expected: `a whole number ${range(least, most)}`, parse };
}

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
};

export function size(least = 1, most = Number.MAX_SAFE_INTEGER): Parser<number> {
  const parse = (text: string): number | undefined => {
    const [, digits, unit = ''] = /^(\d{1,16}) ?(KiB|MiB|GiB)?$/.exec(text) ?? [];
    return within(Number(digits ?? Number.NaN) * (UNITS[unit] ?? 1), least, most);
  };
  return { expected: `bytes ${range(least, most)}, or a size like 64KiB, 32MiB or 1GiB`, parse };
}

/** A size as an operator would write it. */
export function sizeText(bytes: number): string {
  for (const unit of ['GiB', 'MiB', 'KiB']) {
    const count = bytes / (UNITS[unit] ?? 1);
    if (Number.isInteger(count)) return `${count}${unit}`;
  }
  return String(bytes);
}

export function oneOf<T extends string>(...values: readonly T[]): Parser<T> {
  return {
    expected: `one of ${values.join(', ')}`,
    choices: values,
    parse: (text) => values.find((value) => value === text),
  };
}

export const yesOrNo: Parser<boolean> = {
  expected: 'true or false',
  choices: ['true', 'false'],
  parse: (text) => (['true', 'false'].includes(text) ? text === 'true' : undefined),
};

export const hostName: Parser<string> = {
  expected: 'a host name or an address',
  parse: (text) => text || undefined,
};

/** One at most. */
export const hostPort: Parser<readonly HostPort[]> = {
  expected: 'a host and a port like localhost:9464 or [::1]:9464',
  parse: (text) => {
    if (text === '') return [];
    const { plain, bracketed, digits } =
      /^(?:(?<plain>[^\s:[\]/]+)|\[(?<bracketed>[\da-fA-F:.]+)\]):(?<digits>\d{1,5})$/.exec(text)
        ?.groups ?? {};
    const host = plain ?? bracketed;
    const port = within(Number(digits), 0, 65_535);
    return host === undefined || port === undefined ? undefined : [{ host, port }];
  },
};

export const file: Parser<string> = { expected: 'a file', parse: (text) => text };

export const origins: Parser<readonly string[]> = {
  expected:
    "origins like https://mayfly.example or chrome-extension://*, with commas between, or '*'",
  parse: (text) => {
    const patterns = listed(text);
    return patterns.length > 0 && patterns.every(isOriginPattern) ? patterns : undefined;
  },
};

export const networks: Parser<BlockList> = {
  expected: 'addresses or networks like 10.0.0.1 or 2001:db8::/32, with commas between',
  parse: (text) => {
    const list = new BlockList();
    return listed(text).every((network) => addNetwork(list, network)) ? list : undefined;
  },
};

function listed(text: string): string[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

function within(value: number, least: number, most: number): number | undefined {
  return value >= least && value <= most ? value : undefined;
}

function range(least: number, most: number): string {
  return most === Number.MAX_SAFE_INTEGER ? `of ${least} or more` : `from ${least} to ${most}`;
}
