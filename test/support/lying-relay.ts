/**
 * A relay that claims many holders for any page, sends wrong bytes for it, asks for any page, and never answers a ping.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import {
  type Address,
  type ClientMessage,
  DEFAULT_LIMITS,
  encodeFrame,
  encodeMessage,
  parseClientMessage,
  type RelayMessage,
  SUBPROTOCOL,
} from '@mayfly/relay/protocol';
import { type WebSocket, WebSocketServer } from 'ws';

export class LyingRelay {
  readonly heard: ClientMessage[] = [];
  /** The content frames that it got. */
  frames = 0;
  readonly #server: WebSocketServer;
  readonly #waiting = new Set<() => void>();

  static async start(): Promise<LyingRelay> {
    const server = new WebSocketServer({
      host: '127.0.0.1',
      port: 0,
      handleProtocols: () => SUBPROTOCOL,
    });
    await once(server, 'listening');
    return new LyingRelay(server);
  }

  private constructor(server: WebSocketServer) {
    this.#server = server;
    server.on('connection', (socket) => this.#greet(socket));
  }

  get origin(): string {
    // It listens on a port.
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Asks every connected client for a page, whether the client has it or not. */
  askFor(address: Address): void {
    for (const socket of this.#server.clients) {
      say(socket, { type: 'request', address, from: 0, length: 1_000 });
    }
  }

  /** Resolves with the first message of this type, heard already or later. */
  async hears<T extends ClientMessage['type']>(
    type: T,
  ): Promise<Extract<ClientMessage, { type: T }>> {
    for (;;) {
      const message = this.heard.find((one) => one.type === type);
      // The line above selects it by its type.
      if (message) return message as Extract<ClientMessage, { type: T }>;
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  async stop(): Promise<void> {
    for (const socket of this.#server.clients) socket.terminate();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #greet(socket: WebSocket): void {
    say(socket, { type: 'welcome', limits: DEFAULT_LIMITS, heartbeatSeconds: 20 });
    socket.on('message', (message, isBinary) => {
      if (isBinary) this.frames += 1;
      else this.#hear(socket, (message as Buffer).toString());
    });
  }

  #hear(socket: WebSocket, text: string): void {
    const message = parseClientMessage(text);
    if (message.type === 'violation') throw new Error(`a client said ${text}`);
    this.heard.push(message);
    if (message.type === 'want') lie(socket, message.address);
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}

function lie(socket: WebSocket, address: Address): void {
  say(socket, { type: 'seeders', counts: { [address]: 99 } });
  socket.send(encodeFrame(address, 0, 4, new TextEncoder().encode('lies')));
}

function say(socket: WebSocket, message: RelayMessage): void {
  socket.send(encodeMessage(message));
}
