import { pino } from 'pino';
import { ConfigError } from './setting.ts';
import { HELP, readConfig } from './config.ts';
import { type Relay, serve } from './serve.ts';

/** Runs a relay until a signal stops it. Exit codes: 0 stopped, 1 could not run, 2 wrong settings. */
async function main(): Promise<void> {
  const config = readConfig(process.argv.slice(2), process.env);
  if (!config) {
    console.log(HELP);
    return;
  }
  // Not pino's own output: it repeats a failed write for ever, so the process never exits once nobody reads the log.
  const log = pino({ level: config.logLevel }, process.stdout);
  process.stdout.on('error', () => {}); // nobody reads the log any more
  // Loaded only if NATS is set.
  const backplane =
    config.nats && (await (await import('./cluster/nats-bus.ts')).joinCluster(config.nats, log));
  const relay = await serve({ ...config, log, backplane });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stop(relay, signal, log));
  }
  if (config.blockList) process.on('SIGHUP', () => relay.reloadBlockList());
  // In a terminal, SIGHUP keeps its usual meaning: the terminal has closed.
  else if (!process.stdin.isTTY && !process.stdout.isTTY) {
    process.on('SIGHUP', () => log.info('no block list to read again'));
  }
  console.log(`\nMayfly is at ${relay.url} (stop it with Ctrl+C)\n`);
  if (relay.metricsUrl) console.log(`Metrics are at ${relay.metricsUrl}\n`);
  log.info({ url: relay.url }, 'listening');
}

async function stop(relay: Relay, signal: string, log: pino.Logger): Promise<void> {
  log.info({ signal, ...relay.sizes }, 'stopping');
  await relay.stop();
  log.info('stopped');
  process.exit(0);
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE') {
    return `${error.message}\nThe port is taken. Stop the program that uses it, or choose another one, such as PORT=4001`;
  }
  if ('code' in error && error.code === 'EACCES') {
    return `${error.message}\nThis port needs more rights. Choose a port above 1023, such as PORT=4001`;
  }
  return error.message;
}

main().catch((error: unknown) => {
  console.error(explain(error));
  process.exit(error instanceof ConfigError ? 2 : 1);
});
