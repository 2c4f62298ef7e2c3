/** Repeats the steps of the Dockerfile here, and compares the files for operators with the relay. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { RELAY_COMMAND, ROOT } from '../../relay/build.ts';
import { HELP, readConfig } from '../../relay/server/config.ts';
import { clusterOn } from '../backplane/cluster-on.ts';
import { FakeNetwork } from '../backplane/fake-bus.ts';
import { metricsOf, startRelay } from '../support/wire.ts';

const DOCKERFILE = readFileSync(join(ROOT, 'relay/Dockerfile'), 'utf8');

/** The instructions of the last stage, which is the image. */
const IMAGE = DOCKERFILE.split(/^FROM /m)
  .at(-1)!
  .split('\n')
  .slice(1)
  .map((line) => /^(?<name>[A-Z]+) (?<rest>.*)$/.exec(line)?.groups ?? { name: '', rest: '' });

function instructions(name: string): string[] {
  return IMAGE.filter((one) => one['name'] === name).map((one) => one['rest'] ?? '');
}

function command(text = ''): string[] {
  return JSON.parse(text.slice(text.indexOf('['))) as string[];
}

const ENVIRONMENT = Object.fromEntries(
  instructions('ENV').flatMap((line) => line.split(' ').map((pair) => pair.split('='))),
) as Record<string, string>;

const running = new Set<ChildProcess>();
let app: string;

beforeAll(() => {
  app = mkdtempSync(join(tmpdir(), 'mayfly-image-'));
  for (const line of instructions('COPY')) {
    const [target = '', ...sources] = line
      .replace(/^--from=\w+ /, '')
      .split(' ')
      .toReversed();
    for (const source of sources) copy(source.replace(/^\/app\//, ''), target);
  }
});

function copy(source: string, target: string): void {
  const to = join(app, target, target.endsWith('/') ? source.replace(/^.*\//, '') : '');
  mkdirSync(dirname(to), { recursive: true });
  if (source === 'node_modules') symlinkSync(join(ROOT, source), to, 'junction');
  else cpSync(join(ROOT, source), to, { recursive: true });
}

afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
});

afterAll(() => rmSync(app, { recursive: true, force: true }));

function run([program, ...args]: string[], env: Record<string, string>): ChildProcess {
  expect(program).toBe('node');
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, args, { cwd: app, env: { PATH, ...ENVIRONMENT, ...env } });
  running.add(child);
  return child;
}

async function exitCode(child: ChildProcess): Promise<number> {
  const [code] = (await once(child, 'exit')) as [number];
  return code;
}

async function saying(child: ChildProcess, text: string): Promise<void> {
  let output = '';
  for await (const chunk of child.stderr?.iterator({ destroyOnReturn: false }) ?? []) {
    output += String(chunk);
    if (output.includes(text)) return;
  }
  throw new Error(`expected "${text}", got: ${output}`);
}

async function portOf(child: ChildProcess): Promise<string> {
  let output = '';
  for await (const chunk of child.stdout!) {
    output += String(chunk);
    const port = /Mayfly is at http:\/\/\S+:(\d+)/.exec(output)?.[1];
    if (port) return port;
  }
  throw new Error(`the relay ended after saying: ${output}`);
}

describe('the image', () => {
  const [check] = instructions('HEALTHCHECK');
  const [start] = instructions('CMD');

  test('has all that its command needs, is healthy while it runs, and stops when told to', async () => {
    const relay = run(command(start), { PORT: '0' });
    const PORT = await portOf(relay);
    expect(await exitCode(run(command(check), { PORT }))).toBe(0);
    const web = await fetch(`http://127.0.0.1:${PORT}/`);
    expect(await web.text()).toContain('<script async type="module"');
    relay.kill('SIGTERM');
    expect(await exitCode(relay)).toBe(0);
  });

  test('is not healthy where nothing answers', async () => {
    expect(await exitCode(run(command(check), { PORT: '1' }))).toBe(1);
  });

  test('runs as somebody without rights, on the Node that the project is tested with', () => {
    expect(instructions('USER')).toEqual(['node']);
    const major = process.versions.node.split('.')[0];
    const bases = [...DOCKERFILE.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);
    expect(new Set(bases)).toEqual(new Set([`node:${major}-slim`]));
  });
});

interface RelayService {
  readonly build: { readonly context: string; readonly dockerfile: string };
  readonly environment: Readonly<Record<string, string>>;
  readonly profiles?: readonly string[];
  readonly read_only: boolean;
  readonly stop_grace_period: string;
  readonly networks: { readonly edge: { readonly aliases: readonly string[] } };
}

interface Compose {
  readonly services: Readonly<
    Record<'relay' | 'relay-2' | 'relay-3', RelayService> & {
      caddy: {
        readonly volumes: readonly string[];
        readonly networks: { readonly edge: { readonly aliases: readonly string[] } };
      };
      keeper: {
        readonly profiles: readonly string[];
        readonly command: string[];
        readonly volumes: readonly string[];
        readonly healthcheck: { readonly test: readonly string[] };
      };
      nats: { readonly image: string; readonly profiles: readonly string[] };
    }
  >;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly networks: { edge: { ipam: { config: [{ subnet: string }] } } };
}

/** As docker compose fills in the variables, where only these are set. */
function readCompose(variables: Readonly<Record<string, string>>): Compose {
  const text = readFileSync(join(ROOT, 'relay/compose.yaml'), 'utf8');
  const filled = text.replaceAll(
    /\$\{([A-Z_]+)(?::-([^}]*))?[^}]*\}/g,
    (_, name: string, otherwise = '') => variables[name] || otherwise,
  );
  return parseYaml(filled, { merge: true }) as Compose;
}

describe('compose.yaml', () => {
  const { services, networks, volumes } = readCompose({ DOMAIN: 'mayfly.example' });
  const { relay, caddy, keeper } = services;

  test('builds the image, and mounts what is there', () => {
    expect(resolve(ROOT, 'relay', relay.build.context)).toBe(ROOT);
    expect(existsSync(join(ROOT, relay.build.dockerfile))).toBe(true);
    expect(relay.read_only).toBe(true);
    const [file = ''] = caddy.volumes[0]?.split(':') ?? [];
    expect(existsSync(join(ROOT, 'relay', file))).toBe(true);
  });

  test('gives the relay settings that it takes', () => {
    const config = readConfig([], { ...ENVIRONMENT, ...relay.environment });
    const { drainSeconds = 0, byeSeconds = 0 } = config ?? {};
    expect(drainSeconds + byeSeconds).toBeLessThan(Number.parseInt(relay.stop_grace_period, 10));
    expect(relay.environment['MAYFLY_PROXIES']).toBe(networks.edge.ipam.config[0].subnet);
  });

  test('has a keeper on request, which the image can run and which reaches the relay by its name', async () => {
    expect(keeper.profiles).toEqual(['keeper']);
    expect(keeper.command.slice(-2)).toEqual(['--relay', 'https://mayfly.example']);
    expect(caddy.networks.edge.aliases).toEqual(['mayfly.example']);
    const [volume, folder = ''] = keeper.volumes[0]?.split(':') ?? [];
    expect(Object.keys(volumes)).toContain(volume);
    expect(DOCKERFILE).toContain(`chown node ${folder}`);
    const here = join(app, 'keep');
    const atHere = (args: readonly string[]) => args.map((arg) => (arg === folder ? here : arg));
    const nowhere = keeper.command.with(-1, 'http://127.0.0.1:1');
    const child = run(atHere(nowhere), {});
    await saying(child, 'Keeps 0 pages');
    const check = keeper.healthcheck.test.slice(1);
    expect(await exitCode(run(atHere(check), {}))).toBe(0);
    child.kill('SIGTERM');
    expect(await exitCode(child)).toBe(0);
  });

  test('runs one relay without NATS, unless the profile of a cluster is asked for', () => {
    expect(readConfig([], { ...ENVIRONMENT, ...relay.environment })?.nats).toBeUndefined();
    expect(relay.profiles).toBeUndefined();
    for (const name of ['relay-2', 'relay-3', 'nats'] as const) {
      expect(services[name].profiles).toEqual(['cluster']);
    }
  });

  test('joins the three relays of a cluster by its NATS, and Caddy finds all of them', () => {
    const cluster = readCompose({ MAYFLY_NATS: 'nats://nats:4222' }).services;
    const caddyfile = readFileSync(join(ROOT, 'relay/Caddyfile'), 'utf8');
    const [, name] = /\bdynamic a \{\s+name (\S+)\s+port 4000\b/.exec(caddyfile) ?? [];
    for (const one of [cluster.relay, cluster['relay-2'], cluster['relay-3']]) {
      const config = readConfig([], { ...ENVIRONMENT, ...one.environment });
      expect(config?.nats?.servers).toEqual(['nats://nats:4222']);
      expect(one.networks.edge.aliases).toContain(name);
    }
    // One version for all machines, and none with known holes.
    expect(cluster.nats.image).toMatch(
      /^nats:2\.(11\.(1[5-9]|[2-9]\d)|(1[2-9]|[2-9]\d)\.\d+)-alpine$/,
    );
  });
});

test('the image and OPERATING.md run the relay as `npm start` does', () => {
  expect(command(instructions('CMD')[0])).toEqual(['node', ...RELAY_COMMAND]);
  const text = readFileSync(join(ROOT, 'relay/OPERATING.md'), 'utf8');
  const commands = text.match(/\bnode [^\n]*relay\/main\.ts$/gm);
  expect(new Set(commands)).toEqual(new Set([['node', ...RELAY_COMMAND].join(' ')]));
});

test('OPERATING.md names no metric and no setting that does not exist', async () => {
  const text = readFileSync(join(ROOT, 'relay/OPERATING.md'), 'utf8');
  const backplane = clusterOn(new FakeNetwork().connect());
  const relay = await startRelay(undefined, backplane);
  const metrics = await metricsOf(relay);
  await relay.stop();
  for (const [, metric] of text.matchAll(/`((?:mayfly|nodejs|process)_[a-z0-9_]+)/g)) {
    expect(metrics).toContain(`# TYPE ${metric} `);
  }
  for (const [variable] of text.matchAll(/\bMAYFLY_[A-Z_]+/g)) {
    expect(HELP).toMatch(new RegExp(`\\b${variable}\\b`));
  }
});
