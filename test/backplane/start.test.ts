/** Starts a relay in a cluster, and checks its messages if it cannot join. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { NatsBus } from '../../relay/server/cluster/nats-bus.ts';
import type { NatsOptions } from '../../relay/server/cluster/nats-settings.ts';
import { findNatsServer, freePorts, NatsServer } from './nats-server.ts';

const log = pino({ level: 'silent' });
const NOBODY = { credentials: '', user: '', password: '', token: '', ca: '', cert: '', key: '' };

async function run(args: readonly string[]): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, args, { env: { ...process.env, LOG_LEVEL: 'silent' } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (part) => (said += String(part)));
  }
  const [code] = (await once(child, 'close')) as [number];
  return { code, said };
}

test('a relay without NATS loads none of it', async () => {
  const script = `
    import { createRequire } from 'node:module';
    await import('./relay/server/config.ts');
    await import('./relay/server/serve.ts');
    const loaded = Object.keys(createRequire(import.meta.url).cache);
    console.log(loaded.some((file) => file.includes('@nats-io')), loaded.length > 0);
  `;
  const { said } = await run(['--input-type=module', '--eval', script]);
  expect(said.trim()).toBe('false true');
});

test('where no NATS can be reached a relay says what it tried, and exits with 1', async () => {
  const [port = 0] = await freePorts(1);
  const nats = `nats://127.0.0.1:${port}`;
  const { code, said } = await run(['relay/main.ts', '--port', '0', '--nats', nats]);
  expect(said).toContain(`cannot join the cluster: NATS at ${nats} says 'connection refused'`);
  expect(code).toBe(1);
});

describe.skipIf(!findNatsServer())('a nats-server that does not let everybody in', () => {
  let server: NatsServer | undefined;
  let bus: NatsBus | undefined;

  afterEach(async () => {
    await bus?.close();
    await server?.kill();
  });

  async function joined(args: readonly string[], options: Partial<NatsOptions>): Promise<boolean> {
    const [port = 0] = await freePorts(1);
    server = new NatsServer(port, args);
    await server.start();
    bus = new NatsBus({ servers: [`nats://localhost:${port}`], ...NOBODY, ...options }, log);
    await bus.open();
    return bus.isUp;
  }

  test('is joined as a user', async () => {
    const user = ['--user', 'relay', '--pass', 'secret'];
    expect(await joined(user, { user: 'relay', password: 'secret' })).toBe(true);
  });

  test('is joined by a token', async () => {
    expect(await joined(['--auth', 'secret'], { token: 'secret' })).toBe(true);
  });

  test('turns others away', async () => {
    await expect(joined(['--auth', 'secret'], { token: 'guess' })).rejects.toThrow(
      'Authorization Violation',
    );
  });

  describe.skipIf(spawnSync('openssl', ['version']).status !== 0)('by TLS', () => {
    const folder = mkdtempSync(join(tmpdir(), 'nats-tls-'));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const tls = ['--tls', '--tlscert', cert, '--tlskey', key];

    beforeAll(() => {
      const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
      const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
      spawnSync('openssl', ['req', ...kind, ...subject, '-keyout', key, '-out', cert]);
    });

    afterAll(() => rmSync(folder, { recursive: true }));

    test('is joined where its certificate is trusted', async () => {
      expect(await joined(tls, { ca: cert })).toBe(true);
    });

    test('is joined with a certificate of one’s own', async () => {
      const both = [...tls, '--tlsverify', '--tlscacert', cert];
      expect(await joined(both, { ca: cert, cert, key })).toBe(true);
    });

    test('is not joined where its certificate is not trusted', async () => {
      await expect(joined(tls, {})).rejects.toThrow('self-signed certificate');
    });
  });
});
