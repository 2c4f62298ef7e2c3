import type { OpenSocket } from '../../relay/client/index.ts';
import {
  type Address,
  type ClientMessage,
  DEFAULT_LIMITS,
  encodeFrame,
  encodeMessage,
  type FrameHeader,
  type Limits,
  parseClientMessage,
  parseFrame,
  type RelayMessage,
} from '../../relay/protocol/index.ts';
import { promisesRun, WirePair } from '../support/wire-pair.ts';

type Heard = ClientMessage | ({ readonly type: 'frame' } & FrameHeader);

/** A relay that does only what the test tells it, and remembers what it heard on the present connection. */
export class FakeRelay {
  heard: Heard[] = [];
  /** The optional messages that it says it understands. */
  can: readonly string[] = [];
  frames: Uint8Array[] = [];
  readonly protocols: string[] = [];
  readonly closes: number[] = [];
  #wires: WirePair[] = [];

  readonly openSocket: OpenSocket = (_url, protocol) => {
    const wire = new WirePair();
    this.#wires.push(wire);
    this.heard = [];
    this.frames = [];
    this.protocols.push(protocol);
    wire.relay.addEventListener('message', ({ data }) => this.#hear(data));
    wire.relay.addEventListener('close', ({ code }) => this.closes.push(code));
    return wire.client;
  };

  /** The number of opened connections. */
  get opened(): number {
    return this.#wires.length;
  }

  get wire(): WirePair {
    const wire = this.#wires.at(-1);
    if (!wire) throw new Error('expected a connection, got none');
    return wire;
  }

  async welcome(limits: Partial<Limits> = {}, heartbeatSeconds = 20, session = ''): Promise<void> {
    await this.say({
      type: 'welcome',
      limits: { ...DEFAULT_LIMITS, ...limits },
      heartbeatSeconds,
      ...(this.can.length > 0 && { can: this.can }),
      ...(session && { session }),
    });
  }

  async say(message: RelayMessage): Promise<void> {
    await this.sayText(encodeMessage(message));
  }

  async sayText(text: string): Promise<void> {
    this.wire.relay.send(text);
    await this.flush();
  }

  async ask(address: Address, from: number, length: number): Promise<void> {
    await this.say({ type: 'request', address, from, length });
  }

  /** Sends `[from, to)` of `page` as the page of `address`. */
  async sendFrame(address: Address, page: Uint8Array, from = 0, to = page.length): Promise<void> {
    this.wire.relay.send(encodeFrame(address, from, page.length, page.subarray(from, to)));
    await this.flush();
  }

  async flush(): Promise<void> {
    for (const wire of this.#wires) await wire.flush();
    await promisesRun();
  }

  /** The messages of these types on this connection. */
  of<T extends Heard['type']>(...types: T[]): Extract<Heard, { type: T }>[] {
    return this.heard.filter((m): m is Extract<Heard, { type: T }> =>
      types.some((type) => type === m.type),
    );
  }

  #hear(data: string | ArrayBuffer): void {
    if (typeof data === 'string') {
      const message = parseClientMessage(data);
      if (message.type === 'violation') throw new Error(message.message);
      this.heard.push(message);
      return;
    }
    const frame = new Uint8Array(data);
    const header = parseFrame(frame, DEFAULT_LIMITS.frameBytes);
    if ('type' in header) throw new Error(header.message);
    this.frames.push(frame);
    this.heard.push({ type: 'frame', ...header });
  }
}
