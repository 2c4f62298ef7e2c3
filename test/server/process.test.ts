import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { CLOSE } from '@mayfly/relay/protocol';
import type { Relay } from '../../relay/server/serve.ts';
import { want } from '../support/messages.ts';
import { connectSeeder, RawPeer, randomPage } from '../support/wire.ts';

const running = new Set<ChildProcess>();

afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
});

interface Run {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly exited: Promise<number | null>;
}

function run(args: readonly string[], env: Record<string, string> = {}): Run {
  const child = spawn(process.execPath, ['relay/main.ts', ...args], {
    env: { ...process.env, LOG_LEVEL: 'info', ...env },
  });
  running.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => (output += String(chunk)));
  }
  return {
    child,
    output: () => output,
    exited: once(child, 'close').then(([code]) => code as number | null),
  };
}

async function started(run: Run): Promise<Pick<Relay, 'url'>> {
  const [, url = ''] = await said(run, /Mayfly is at (\S+)/);
  return { url };
}

async function said({ child, output }: Run, pattern: RegExp): Promise<RegExpExecArray> {
  for (;;) {
    const match = pattern.exec(output());
    if (match) return match;
    // oxlint's type of `stdout` allows null, which a piped child never has.
    await once(child.stdout!, 'data');
  }
}

describe('the relay process', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    'says goodbye on %s and exits with 0',
    async (signal) => {
      const process = run(['--port', '0']);
      const relay = (await started(process)) as Relay;
      const [idle, reader] = [await RawPeer.connect(relay), await RawPeer.connect(relay)];
      reader.say(want(randomPage(1).address));
      await reader.settled();
      process.child.kill(signal);
      const bye = await idle.next('bye');
      expect(bye.retryAfterMs).toBeGreaterThan(0);
      expect((await idle.closed).code).toBe(CLOSE.restart);
      expect((await reader.closed).code).toBe(CLOSE.restart);
      expect(await process.exited).toBe(0);
    },
  );

  test('exits within five seconds even where a peer does not close', async () => {
    const process = run(['--port', '0']);
    const relay = (await started(process)) as Relay;
    const frozen = await RawPeer.connect(relay);
    frozen.socket.pause();
    const page = randomPage(8 * 1024 * 1024);
    frozen.say(want(page.address));
    const alice = await connectSeeder(relay, page);
    process.child.kill('SIGTERM');
    expect(await Promise.race([process.exited, afterFiveSeconds()])).toBe(0);
    alice.close();
    frozen.close();
  });

  test('exits even where a connection is open that never asked for anything', async () => {
    const process = run(['--port', '0']);
    const { url } = await started(process);
    const silent = connect(Number(new URL(url).port), 'localhost');
    silent.on('error', () => {}); // it is cut off, which is what the test is about
    await once(silent, 'connect');
    process.child.kill('SIGTERM');
    expect(await Promise.race([process.exited, afterFiveSeconds()])).toBe(0);
  });

  test.each(['at once', 'after a while'])(
    'exits although nobody reads its output, %s',
    async (when) => {
      const process = run(['--port', '0']);
      const relay = (await started(process)) as Relay;
      process.child.stdout?.destroy();
      if (when === 'after a while') {
        const broken = await RawPeer.connect(relay);
        broken.socket.send('{}'); // which is logged
        await broken.closed;
      }
      process.child.kill('SIGTERM');
      expect(await Promise.race([process.exited, afterFiveSeconds()])).toBe(0);
    },
  );

  test('exits at once on a second signal', async () => {
    const process = run(['--port', '0', '--drain-seconds', '60']);
    const relay = (await started(process)) as Relay;
    const page = randomPage(100_000);
    const [alice, bob] = [await RawPeer.connect(relay), await RawPeer.connect(relay)];
    alice.say({ type: 'have', addresses: [page.address] });
    await alice.settled();
    bob.say(want(page.address));
    await alice.next('request');
    process.child.kill('SIGTERM');
    while ((await fetch(`${relay.url}/readyz`)).ok) await alice.settled();
    process.child.kill('SIGTERM');
    expect(await Promise.race([process.exited, afterFiveSeconds()])).toBe(null);
  });

  test('says which port is taken', async () => {
    const first = run(['--port', '0']);
    const { url } = await started(first);
    const second = run(['--port', new URL(url).port]);
    expect(await second.exited).toBe(1);
    expect(second.output()).toContain('port is taken');
  });

  test.each([
    [{ PORT: 'http' }, "PORT (--port) is 'http': expected a whole number from 0 to 65535"],
    [{ LOG_LEVEL: 'loud' }, "LOG_LEVEL (--log-level) is 'loud': expected one of"],
    [{ HOST: ' ' }, "HOST (--host) is ' ': expected a host name"],
  ])('refuses %j', async (env, message) => {
    const process = run([], env as Record<string, string>);
    expect(await process.exited).toBe(2);
    expect(process.output()).toContain(message);
  });

  test('reads its block list again on SIGHUP', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'block-list-'));
    const file = join(folder, 'blocked');
    writeFileSync(file, '');
    const process = run(['--port', '0', '--block-list', file]);
    await started(process);
    process.child.kill('SIGHUP');
    await said(process, /"addresses":0,"msg":"block list reloaded"/);
    rmSync(folder, { recursive: true });
  });

  test('goes on after SIGHUP where it has no block list and no terminal', async () => {
    const process = run(['--port', '0']);
    const { url } = await started(process);
    process.child.kill('SIGHUP');
    await said(process, /no block list to read again/);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  test('refuses a block list with a bad line', async () => {
    const process = run(['--port', '0', '--block-list', 'package.json']);
    expect(await process.exited).toBe(2);
    expect(process.output()).toContain("--block-list) is 'package.json': line 1 is '{'");
  });

  test('lists its settings on --help', async () => {
    const process = run(['--help']);
    expect(await process.exited).toBe(0);
    expect(process.output()).toContain('--port');
  });
});

async function afterFiveSeconds(): Promise<string> {
  return await new Promise((resolve) => {
    setTimeout(resolve, 5_000, 'still running').unref();
  });
}
