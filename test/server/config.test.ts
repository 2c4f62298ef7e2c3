import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '@mayfly/relay/protocol';
import { ConfigError } from '../../relay/server/setting.ts';
import { type Config, HELP, readConfig } from '../../relay/server/config.ts';

function configOf(env: Record<string, string>, ...args: string[]): Config {
  const config = readConfig(args, env);
  if (!config) throw new Error('expected a configuration');
  return config;
}

function complaint(env: Record<string, string>, ...args: string[]): string {
  try {
    readConfig(args, env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('expected a complaint');
}

describe('without any setting', () => {
  test('the relay listens to this machine alone, within the default limits', () => {
    const { proxies, ...config } = configOf({});
    expect(proxies.rules).toEqual([]);
    expect(config).toEqual({
      port: 4000,
      host: 'localhost',
      logLevel: 'info',
      limits: DEFAULT_LIMITS,
      origins: ['*'],
      blockList: '',
      drainSeconds: 2,
      byeSeconds: 5,
      logIps: false,
      metrics: undefined,
      nats: undefined,
    });
  });
});

describe('a setting', () => {
  test('comes from its flag before its variable', () => {
    expect(configOf({ PORT: '1' }, '--port', '0').port).toBe(0);
    expect(configOf({ MAYFLY_HAVES: '1' }, '--haves', '3').limits.haves).toBe(3);
    expect(configOf({ MAYFLY_HAVES: '2' }).limits).toEqual({ ...DEFAULT_LIMITS, haves: 2 });
  });

  test.each([
    ['1', 1],
    ['64KiB', 65_536],
    ['8 MiB', 8_388_608],
    ['1GiB', 1_073_741_824],
    ['4294967295', 4_294_967_295],
  ])('of a size may be %s', (text, bytes) => {
    expect(configOf({ MAYFLY_PAGE_BYTES: text }).limits.pageBytes).toBe(bytes);
  });

  test('of a list has commas between its parts', () => {
    const { origins } = configOf({
      MAYFLY_ORIGINS: 'https://mayfly.example:8443, chrome-extension://*,null',
    });
    expect(origins).toEqual(['https://mayfly.example:8443', 'chrome-extension://*', 'null']);
    const { proxies } = configOf({ MAYFLY_PROXIES: '127.0.0.1, 10.0.0.0/8,2001:db8::/32' });
    expect(proxies.check('10.9.8.7')).toBe(true);
    expect(proxies.check('2001:db8::1', 'ipv6')).toBe(true);
    expect(proxies.check('11.0.0.1')).toBe(false);
  });

  test.each([
    ['localhost:9464', { host: 'localhost', port: 9464 }],
    ['0.0.0.0:0', { host: '0.0.0.0', port: 0 }],
    ['[::1]:65535', { host: '::1', port: 65_535 }],
  ])('of a host and a port may be %s', (text, at) => {
    expect(configOf({ MAYFLY_METRICS: text }).metrics).toEqual(at);
  });

  test('of the remaining kinds is read', () => {
    const env = {
      HOST: '::',
      LOG_LEVEL: 'warn',
      MAYFLY_BLOCK_LIST: '/etc/mayfly/blocked',
      MAYFLY_DRAIN_SECONDS: '0',
      MAYFLY_BYE_SECONDS: '60',
      MAYFLY_LOG_IPS: 'true',
    };
    expect(configOf(env)).toMatchObject({
      host: '::',
      logLevel: 'warn',
      blockList: '/etc/mayfly/blocked',
      drainSeconds: 0,
      byeSeconds: 60,
      logIps: true,
    });
  });
});

describe('a setting that cannot be used is named with what was given and what is expected', () => {
  test.each([
    ['PORT', 'http', 'PORT (--port)', 'a whole number from 0 to 65535'],
    ['PORT', '65536', 'PORT (--port)', 'a whole number from 0 to 65535'],
    ['HOST', ' ', 'HOST (--host)', 'a host name or an address'],
    ['LOG_LEVEL', 'loud', 'LOG_LEVEL (--log-level)', 'one of trace, debug, info, warn'],
    ['MAYFLY_HAVES', '0', 'MAYFLY_HAVES (--haves)', 'a whole number of 1 or more'],
    ['MAYFLY_HAVES', '1KiB', 'MAYFLY_HAVES (--haves)', 'a whole number of 1 or more'],
    ['MAYFLY_KEPT_BYTES', '1MB', 'MAYFLY_KEPT_BYTES (--kept-bytes)', 'bytes of 1 or more, or a'],
    ['MAYFLY_KEPT_BYTES', '-1', 'MAYFLY_KEPT_BYTES (--kept-bytes)', 'bytes of 1 or more, or a'],
    ['MAYFLY_KEPT_BYTES', '0', 'MAYFLY_KEPT_BYTES (--kept-bytes)', 'bytes of 1 or more, or a'],
    ['MAYFLY_PAGE_BYTES', '4GiB', 'MAYFLY_PAGE_BYTES (--page-bytes)', 'from 1 to 4294967295'],
    ['MAYFLY_FRAME_BYTES', '2MiB', 'MAYFLY_FRAME_BYTES (--frame-bytes)', 'from 1 to 1048576'],
    ['MAYFLY_TEXT_BYTES', '98303', 'MAYFLY_TEXT_BYTES (--text-bytes)', 'from 98304 to 1048576'],
    ['MAYFLY_TEXT_BYTES', '2MiB', 'MAYFLY_TEXT_BYTES (--text-bytes)', 'from 98304 to 1048576'],
    ['MAYFLY_QUEUED_BYTES', '18874367', 'MAYFLY_QUEUED_BYTES (--queued-bytes)', 'of 18874368 or'],
    ['MAYFLY_TOTAL_HAVES', '6000001', 'MAYFLY_TOTAL_HAVES (--total-haves)', 'from 1 to 6000000'],
    ['MAYFLY_TOTAL_WANTS', '2000001', 'MAYFLY_TOTAL_WANTS (--total-wants)', 'from 1 to 2000000'],
    ['MAYFLY_TOTAL_WATCHES', '8000001', '(--total-watches)', 'from 1 to 8000000'],
    ['MAYFLY_ORIGINS', '', 'MAYFLY_ORIGINS (--origins)', 'origins like https://'],
    ['MAYFLY_ORIGINS', 'https://a.example/', 'MAYFLY_ORIGINS (--origins)', 'origins like https://'],
    ['MAYFLY_PROXIES', 'caddy', 'MAYFLY_PROXIES (--proxies)', 'addresses or networks like'],
    ['MAYFLY_PROXIES', '10.0.0.0/33', 'MAYFLY_PROXIES (--proxies)', 'addresses or networks like'],
    ['MAYFLY_DRAIN_SECONDS', '1h', 'MAYFLY_DRAIN_SECONDS (--drain-seconds)', 'from 0 to 3600'],
    ...['9464', ':9464', '::1:9464', 'localhost:', 'a:65536', 'http://a:1', 'a b:1'].map(
      (text): [string, string, string, string] => [
        'MAYFLY_METRICS',
        text,
        'MAYFLY_METRICS (--metrics)',
        'a host and a port like localhost:9464',
      ],
    ),
    ['MAYFLY_LOG_IPS', 'yes', 'MAYFLY_LOG_IPS (--log-ips)', 'true or false'],
  ])('%s=%s', (name, given, named, expected) => {
    const message = complaint({ [name]: given });
    expect(message).toContain(`${named} is '${given}': expected `);
    expect(message).toContain(expected);
  });

  test('and with the setting that it contradicts', () => {
    const bounds = { MAYFLY_QUEUED_BYTES: '18MiB', MAYFLY_TOTAL_QUEUED_BYTES: '18MiB' };
    expect(configOf(bounds).limits.totalQueuedBytes).toBe(18_874_368);
    expect(complaint({ ...bounds, MAYFLY_TOTAL_QUEUED_BYTES: '18874367' })).toBe(
      "MAYFLY_TOTAL_QUEUED_BYTES (--total-queued-bytes) is '18874367': expected no less than MAYFLY_QUEUED_BYTES (--queued-bytes), which is '18MiB'",
    );
    expect(complaint({ MAYFLY_QUEUED_BYTES: '513MiB' })).toContain(
      "MAYFLY_TOTAL_QUEUED_BYTES (--total-queued-bytes) is '512MiB': expected no less than",
    );
  });

  test('and with what one connection may, which all together must hold for several clients', () => {
    const bounds = { MAYFLY_HAVES: '100', MAYFLY_TOTAL_HAVES: '400' };
    expect(configOf(bounds).limits).toMatchObject({ haves: 100, totalHaves: 400 });
    expect(complaint({ ...bounds, MAYFLY_TOTAL_HAVES: '399' })).toBe(
      "MAYFLY_TOTAL_HAVES (--total-haves) is '399': expected no less than 4 times MAYFLY_HAVES (--haves), which is '100'",
    );
    expect(complaint({ MAYFLY_TOTAL_WANTS: '1' })).toContain('4 times MAYFLY_WANTS (--wants)');
    expect(complaint({ MAYFLY_WATCHES: '500001' })).toContain("(--total-watches) is '2000000'");
  });

  test('on the command line too', () => {
    expect(complaint({}, '--wants', 'many')).toContain("MAYFLY_WANTS (--wants) is 'many'");
  });
});

describe('an unknown name', () => {
  test('of a variable is refused with the nearest that exists', () => {
    expect(complaint({ MAYFLY_PAGE_BYTE: '1' })).toBe(
      "MAYFLY_PAGE_BYTE is '1': expected no such variable; did you mean MAYFLY_PAGE_BYTES?",
    );
    expect(complaint({ MAYFLY_PROXY: '::1' })).toContain('did you mean MAYFLY_PROXIES?');
  });

  test('of a flag is refused', () => {
    expect(complaint({}, '--pages', '1')).toContain("'--pages'");
    expect(complaint({}, '4000')).toContain('too many arguments');
    expect(complaint({}, '--port')).toContain("'--port <value>' argument missing");
  });

  test('of a flag with a typing error is told the one that was meant', () => {
    expect(complaint({}, '--page-byte', '1')).toContain('(Did you mean --page-bytes?)');
    expect(complaint({}, '--prot=1')).toContain('(Did you mean --port?)');
  });

  test('that is like no other has no suggestion', () => {
    expect(complaint({ MAYFLY_ZZZZZZ: '1' })).toBe(
      "MAYFLY_ZZZZZZ is '1': expected no such variable",
    );
  });

  test('that is not for the relay is left alone', () => {
    expect(configOf({ MAYFLY_DEFAULT_RELAY: 'https://a.example', HOME: '/' }).port).toBe(4000);
  });
});

describe('the help', () => {
  test('is asked for with --help, whatever else is set', () => {
    expect(readConfig(['--help'], { PORT: 'http' })).toBeUndefined();
  });

  test('lists every setting with its variable and default', () => {
    const help = HELP.replaceAll(/\s+/g, ' ');
    expect(help).toMatch(/--port <value> [^(]+ \(default: 4000, env: PORT\)/);
    expect(help).toMatch(/--frame-bytes <value> .+ \(default: 64KiB, env: MAYFLY_FRAME_BYTES\)/);
    expect(help).toMatch(/--block-list <value> .+ \(default: none, env: MAYFLY_BLOCK_LIST\)/);
    expect(help).toMatch(/--log-level <value> .+\(choices: "trace", "debug", /);
    expect(help).toContain('MAYFLY_NATS_TOKEN token for NATS');
    for (const name of Object.keys(DEFAULT_LIMITS)) {
      const flag = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      expect(HELP).toContain(`--${flag} `);
    }
  });
});

describe('a cluster', () => {
  const nats = 'nats://10.0.0.1:4222, tls://nats.example';

  test('is asked for by naming NATS servers', () => {
    const servers = ['nats://10.0.0.1:4222', 'tls://nats.example'];
    expect(configOf({ MAYFLY_NATS: nats }).nats).toMatchObject({ servers, user: '', ca: '' });
    expect(configOf({}, '--nats', nats).nats?.servers).toEqual(servers);
  });

  test('is joined as a user, by a token or with credentials, which no flag shows to others', () => {
    const env = { MAYFLY_NATS: nats, MAYFLY_NATS_USER: 'relay', MAYFLY_NATS_PASSWORD: 'secret' };
    expect(configOf(env).nats).toMatchObject({ user: 'relay', password: 'secret' });
    expect(complaint(env, '--nats-password', 'secret')).toContain(
      "unknown option '--nats-password'",
    );
    expect(HELP).toContain('MAYFLY_NATS_PASSWORD');
    expect(HELP).not.toContain('--nats-password');
  });

  test.each([
    [{ MAYFLY_NATS: 'localhost:4222' }, "MAYFLY_NATS (--nats) is 'localhost:4222': expected NATS"],
    [{ MAYFLY_NATS: 'nats://me:pw@host' }, 'expected NATS servers like nats://10.0.0.1:4222'],
    [{ MAYFLY_NATS: 'nats://host/path' }, 'expected NATS servers like nats://10.0.0.1:4222'],
    [{ MAYFLY_NATS_USER: 'relay' }, 'MAYFLY_NATS_USER is set: expected MAYFLY_NATS with it'],
    [
      { MAYFLY_NATS: nats, MAYFLY_NATS_PASSWORD: 'secret' },
      'MAYFLY_NATS_PASSWORD is set: expected MAYFLY_NATS_USER with it',
    ],
    [
      { MAYFLY_NATS: nats, MAYFLY_NATS_CERT: 'package.json' },
      'MAYFLY_NATS_CERT is set: expected MAYFLY_NATS_KEY with it',
    ],
    [
      { MAYFLY_NATS: nats, MAYFLY_NATS_CA: 'no/such/file' },
      "MAYFLY_NATS_CA is 'no/such/file': expected a file that can be read",
    ],
  ])('refuses %j', (env, message) => {
    expect(complaint(env as Record<string, string>)).toContain(message);
  });
});
