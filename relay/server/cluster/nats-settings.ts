import { accessSync, constants } from 'node:fs';
import { ConfigError } from '../setting.ts';
import { file, type Parser, secret, type Setting, setting } from '../setting.ts';

/** The way to NATS, and the name and password to use there. */
export interface NatsOptions {
  readonly servers: readonly string[];
  /** A credentials file; empty for none, as with all that follow. */
  readonly credentials: string;
  readonly user: string;
  readonly password: string;
  readonly token: string;
  /** Files in PEM: whose certificates are believed, this relay's own certificate, and the key to it. */
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

const servers: Parser<readonly string[]> = {
  expected:
    'NATS servers like nats://10.0.0.1:4222 or tls://nats.example, with commas between and nobody’s password in them',
  parse: (text) => {
    const listed = text.split(',').flatMap((one) => one.trim() || []);
    return listed.every(isServer) ? listed : undefined;
  },
};

export const NATS_SETTINGS = {
  servers: setting('MAYFLY_NATS', '', 'NATS servers that join relays into a cluster', servers),
  credentials: setting('MAYFLY_NATS_CREDENTIALS', '', 'credentials file for NATS', file),
  user: secret('MAYFLY_NATS_USER', 'user at NATS'),
  password: secret('MAYFLY_NATS_PASSWORD', 'their password'),
  token: secret('MAYFLY_NATS_TOKEN', 'token for NATS'),
  ca: setting('MAYFLY_NATS_CA', '', 'file of the CA whose NATS servers are trusted', file),
  cert: setting('MAYFLY_NATS_CERT', '', 'file of the certificate to show to NATS', file),
  key: setting('MAYFLY_NATS_KEY', '', 'file of the key to it', file),
};

type Name = keyof typeof NATS_SETTINGS;

/** Undefined where no cluster is asked for. Throws `ConfigError`. */
export function readNats(read: <T>(row: Setting<T>) => T): NatsOptions | undefined {
  const options: NatsOptions = {
    servers: read(NATS_SETTINGS.servers),
    credentials: read(NATS_SETTINGS.credentials),
    user: read(NATS_SETTINGS.user),
    password: read(NATS_SETTINGS.password),
    token: read(NATS_SETTINGS.token),
    ca: read(NATS_SETTINGS.ca),
    cert: read(NATS_SETTINGS.cert),
    key: read(NATS_SETTINGS.key),
  };
  refuseLone(options);
  for (const name of ['credentials', 'ca', 'cert', 'key'] as const) {
    if (options[name] !== '') mustBeReadable(name, options[name]);
  }
  return options.servers.length > 0 ? options : undefined;
}

/** Settings that mean nothing without another. */
const NEEDED: readonly (readonly [one: Name, needs: Name])[] = [
  ['credentials', 'servers'],
  ['user', 'servers'],
  ['password', 'user'],
  ['token', 'servers'],
  ['ca', 'servers'],
  ['cert', 'key'],
  ['key', 'cert'],
];

function refuseLone(options: NatsOptions): void {
  for (const [one, needs] of NEEDED) {
    if (options[one].length === 0 || options[needs].length > 0) continue;
    const [given, missing] = [NATS_SETTINGS[one].env, NATS_SETTINGS[needs].env];
    throw new ConfigError(`${given} is set: expected ${missing} with it`);
  }
}

function mustBeReadable(name: Name, path: string): void {
  try {
    accessSync(path, constants.R_OK);
  } catch (error) {
    const { env } = NATS_SETTINGS[name];
    throw new ConfigError(`${env} is '${path}': expected a file that can be read`, {
      cause: error,
    });
  }
}

function isServer(text: string): boolean {
  if (!/^(nats|tls):\/\//.test(text) || !URL.canParse(text)) return false;
  const { hostname, username, password, pathname } = new URL(text);
  return hostname !== '' && username + password === '' && ['', '/'].includes(pathname);
}
