import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { onServerCore } from '../servers.ts';
import { PAGE, WINDOW, WINDOW_BYTES } from './bare-subjects.ts';
import type { NatsProcess } from './nats-process.ts';

const PROGRAM = fileURLToPath(new URL('./bare-nats.ts', import.meta.url));

/** Asks a bare process for pages, by nothing but NATS. */
export class BareFetches {
  readonly #connection: NatsConnection;

  static async use<Result>(
    nats: NatsProcess,
    use: (fetches: BareFetches) => Promise<Result>,
  ): Promise<Result> {
    const [program, ...args] = onServerCore([process.execPath, PROGRAM, nats.url]);
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    await once(child, 'message');
    const connection = await connect({ servers: nats.url });
    try {
      return await use(new BareFetches(connection));
    } finally {
      await connection.close();
      child.kill();
    }
  }

  private constructor(connection: NatsConnection) {
    this.#connection = connection;
  }

  /** The time of each request for 1 KiB, in milliseconds. */
  async times(count: number): Promise<number[]> {
    const times: number[] = [];
    for (let i = 0; i < count; i++) {
      const started = performance.now();
      await this.#connection.request(PAGE);
      times.push(performance.now() - started);
    }
    return times;
  }

  /** Gets this many bytes, and asks for each window after the last one has come. */
  async stream(bytes: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const inbox = `bare.content.${performance.now()}`;
    const ask = (): void => this.#connection.publish(WINDOW, undefined, { reply: inbox });
    let received = 0;
    const subscription = this.#connection.subscribe(inbox, {
      callback: (_error, message) => {
        received += message.data.length;
        if (received >= bytes) resolve();
        else if (received % WINDOW_BYTES === 0) ask();
      },
    });
    ask();
    await promise;
    subscription.unsubscribe();
  }
}
