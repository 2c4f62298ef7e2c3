/** A relay for the tests of one file. */
import { pino } from 'pino';
import { afterAll, beforeAll } from 'vitest';
import { type Relay, serve, type ServeOptions } from '../../relay/server/serve.ts';

export interface LocalRelay {
  /** Known once the tests run. */
  readonly url: string;
}

export function localRelay(options: Partial<ServeOptions> = {}): LocalRelay {
  let relay: Relay | undefined;
  beforeAll(async () => {
    const log = pino({ level: 'silent' });
    const times = { drainSeconds: 0, byeSeconds: 0 };
    relay = await serve({ host: '127.0.0.1', port: 0, log, ...times, ...options });
  });
  afterAll(async () => await relay?.stop());
  return {
    get url() {
      if (!relay) throw new Error('expected a relay that has started');
      return relay.url;
    },
  };
}
