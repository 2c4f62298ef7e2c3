import { randomBytes } from 'node:crypto';
import { Broker } from '../broker/broker.ts';
import type { Effect, Millis, PeerId } from '../broker/effects.ts';
import { CLOSE } from '../protocol/close-codes.ts';
import { FRAME_HEADER_BYTES, type FrameHeader } from '../protocol/frames.ts';
import type { Address } from '../protocol/address.ts';
import { PATIENCE_MS, type RelayLimits } from '../protocol/limits.ts';
import type { Bye, ClientMessage, ErrorMessage } from '../protocol/messages.ts';
import type { Backplane } from './backplane.ts';
import { type Connection, contentChunks } from './connection.ts';
import { logText } from './log-text.ts';
import { Neighbours } from './neighbours.ts';
import type { PeerLog } from './peer-log.ts';
import type { Totals } from './totals.ts';
import { TransferBytes } from './transfer-bytes.ts';
import type { Waits } from './waits.ts';

export interface HubDeps {
  readonly limits: RelayLimits;
  readonly now: () => Millis;
  readonly random: () => number;
  readonly log: Pick<PeerLog, 'info'>;
  readonly totals: Totals;
  readonly waits: Waits;
  /** Joins this relay to others; left out where it is alone. */
  readonly backplane?: Backplane | undefined;
}

/** How often connections are looked at. */
const CHECK_MS = 1_000;

const NO_FRAME = new Uint8Array(0);

/** Tells the broker what connections receive, and performs on connections what it answers. */
export class Hub {
  readonly #broker: Broker;
  readonly #now: () => Millis;
  readonly #connections = new Map<PeerId, Connection>();
  readonly #bytes = new TransferBytes();
  /** Connections with content that may not have been taken. */
  readonly #busy = new Set<Connection>();
  readonly #paused = new Set<Connection>();
  readonly #limits: RelayLimits;
  readonly #log: Pick<PeerLog, 'info'>;
  readonly #totals: Totals;
  readonly #waits: Waits;
  readonly #neighbours: Neighbours;
  readonly #backplane: Backplane | undefined;
  #checkAt: Millis = 0;
  #ticksSoon = false;
  #whenEmpty: (() => void) | undefined;

  constructor({ limits, now, random, log, totals, waits, backplane }: HubDeps) {
    this.#totals = totals;
    this.#waits = waits;
    this.#limits = limits;
    this.#log = log;
    this.#broker = new Broker(limits, random, backplane !== undefined);
    this.#now = now;
    const perform = this.#perform.bind(this);
    this.#neighbours = new Neighbours({ broker: this.#broker, limits, now, perform });
    this.#backplane = backplane;
    backplane?.join(this.#neighbours);
  }

  get sizes(): Broker['sizes'] & { connections: number; kept: number } {
    return {
      ...this.#broker.sizes,
      connections: this.#connections.size,
      kept: this.#bytes.size,
    };
  }

  get announced(): Broker['announced'] {
    return this.#broker.announced;
  }

  /** `client` is the same for all connections of one client. */
  connect(peer: PeerId, connection: Connection, client: string): void {
    this.#connections.set(peer, connection);
    this.#perform(this.#broker.connect(peer, randomBytes(16).toString('base64url'), client));
  }

  receive(peer: PeerId, message: ClientMessage): void {
    const now = this.#now();
    this.#totals.messages += 1;
    if (message.type === 'want') this.#waits.begin(peer, message.address, now);
    else if (message.type === 'unwant') this.#waits.cancel(peer, message.address);
    this.#perform(this.#broker.receive(peer, message, now));
  }

  content(peer: PeerId, header: FrameHeader, frame: Uint8Array): void {
    this.#totals.frames += 1;
    this.#totals.bytesIn += header.length;
    this.#perform(this.#broker.content(peer, header, this.#now()), frame);
  }

  drained(peer: PeerId, unsent: number): void {
    this.#perform(this.#broker.drained(peer, unsent, this.#now()));
  }

  /** From now on these addresses, and no others, are refused to everybody. */
  block(addresses: ReadonlySet<Address>): void {
    this.#perform(this.#broker.block(addresses, this.#now()));
  }

  /** `lost` where the peer may come back and resume. */
  disconnect(peer: PeerId, how: 'left' | 'lost'): void {
    const connection = this.#connections.get(peer);
    if (connection) {
      this.#busy.delete(connection);
      this.#paused.delete(connection);
    }
    this.#connections.delete(peer);
    this.#waits.forget(peer);
    if (this.#connections.size === 0) this.#whenEmpty?.();
    this.#perform(this.#broker.disconnect(peer, this.#now(), how));
  }

  /** The connection sent too much: it is not read from until its allowance is back. */
  onPaused(connection: Connection): void {
    this.#paused.add(connection);
  }

  /** Too much waits for the peer. Its socket's end, which follows, makes it a lost one. */
  onOverfull(peer: PeerId): void {
    const connection = this.#connections.get(peer);
    if (connection) this.#cutOff(peer, connection, 'slow');
  }

  tick(): void {
    const now = this.#now();
    let queued = 0;
    for (const connection of this.#busy) {
      if (connection.tell()) this.#busy.delete(connection);
      else queued += connection.queuedBytes;
    }
    for (const connection of this.#paused) {
      if (connection.resume(now)) this.#paused.delete(connection);
    }
    if (now >= this.#checkAt || queued > this.#limits.totalQueuedBytes) this.#check(now);
    this.#perform(this.#broker.tick(this.#now()));
    this.#backplane?.tick(this.#now());
  }

  /** Ends connections that are silent or take too little, and the fullest where all together hold too much. */
  #check(now: Millis): void {
    this.#checkAt = now + CHECK_MS;
    let queued = 0;
    for (const [peer, connection] of this.#connections) {
      const trouble = connection.trouble(now);
      if (trouble === 'slow') this.#lose(peer, connection);
      else if (trouble === 'gone') this.#giveUp(peer, connection);
      else if (trouble === 'silent') this.#end(peer, connection);
      else queued += connection.queuedBytes;
    }
    while (queued > this.#limits.totalQueuedBytes) {
      const [peer, connection] = this.#fullest();
      queued -= connection.queuedBytes;
      this.#lose(peer, connection);
    }
  }

  #fullest(): [PeerId, Connection] {
    return [...this.#connections].reduce((a, b) => (a[1].queuedBytes >= b[1].queuedBytes ? a : b));
  }

  #end(peer: PeerId, connection: Connection): void {
    this.#log.info({ peer, why: 'silent' }, 'connection ended');
    connection.close(CLOSE.silent, 'silent');
    this.disconnect(peer, 'left');
  }

  #lose(peer: PeerId, connection: Connection): void {
    this.#cutOff(peer, connection, 'slow');
    this.disconnect(peer, 'lost');
  }

  /** With its place kept on top, a client that vanished would be counted for more than a minute. */
  #giveUp(peer: PeerId, connection: Connection): void {
    this.#cutOff(peer, connection, 'gone');
    this.disconnect(peer, 'left');
  }

  /** Without a close: it would wait behind all that is not taken. */
  #cutOff(peer: PeerId, connection: Connection, why: 'slow' | 'gone'): void {
    const { queuedBytes } = connection;
    this.#log.info({ peer, why, queuedBytes }, 'connection ended');
    connection.terminate();
  }

  /** Whether a transfer runs that somebody feeds. */
  get isMoving(): boolean {
    for (const { feed } of this.#broker.transfers) if (feed.state === 'fed') return true;
    return false;
  }

  /** Says goodbye to some connections and closes them; says whether there are more. */
  dismiss(count: number, bye: () => Bye): boolean {
    let left = count;
    for (const connection of this.#connections.values()) {
      if (left === 0) return true;
      if (connection.isClosing) continue;
      connection.send(bye());
      connection.close(CLOSE.restart, 'restart');
      left -= 1;
    }
    return false;
  }

  /** Resolves once no connection is left. */
  async emptied(): Promise<void> {
    await new Promise<void>((resolve) => {
      if (this.#connections.size === 0) resolve();
      else this.#whenEmpty = resolve;
    });
  }

  terminate(): void {
    for (const connection of this.#connections.values()) connection.terminate();
  }

  #perform(effects: readonly Effect[], frame: Uint8Array = NO_FRAME): void {
    for (const effect of effects) this.#performOne(effect, frame);
  }

  #performOne(effect: Effect, frame: Uint8Array): void {
    switch (effect.type) {
      case 'send':
        if (effect.message.type === 'error') this.#onRefusal(effect.to, effect.message);
        return this.#lineOf(effect.to)?.send(effect.message);
      case 'close':
        return this.#lineOf(effect.peer)?.close(effect.code, effect.reason);
      case 'forward':
        this.#bytes.add(effect.transfer, frame, effect);
        this.#forward(frame, effect.to);
        return this.#tellWaits(effect, effect.isLast);
      case 'verify': {
        const matches = this.#bytes.matches(effect.transfer, effect.address, frame);
        const { transfer } = effect;
        return this.#perform(this.#broker.verified(transfer, matches, this.#now()), frame);
      }
      case 'replay':
        for (const kept of this.#bytes.kept(effect.transfer)) this.#forward(kept, [effect.to]);
        return this.#tellWaits({ address: effect.address, to: [effect.to] }, false);
      case 'fork':
        return this.#bytes.fork(effect.transfer, effect.into);
      case 'stall':
        return this.#tickSoon();
      case 'release':
        return this.#bytes.release(effect.transfer);
      case 'end':
        this.#totals.endings[effect.why] += 1;
        return this.#bytes.end(effect.transfer);
      case 'changed':
        return this.#backplane?.changed(effect.addresses);
      case 'moved':
        return this.#backplane?.moved(effect.session);
    }
  }

  #lineOf(peer: PeerId): Pick<Connection, 'send' | 'close'> | undefined {
    return this.#connections.get(peer) ?? this.#neighbours.lineOf(peer);
  }

  /** Not before what came meanwhile was read: after a pause of the whole process everybody seems to lag. */
  #tickSoon(): void {
    if (this.#ticksSoon) return;
    this.#ticksSoon = true;
    setTimeout(() => setImmediate(() => this.#onSoon()), PATIENCE_MS);
  }

  #onSoon(): void {
    this.#ticksSoon = false;
    this.#perform(this.#broker.tick(this.#now()));
  }

  #onRefusal(peer: PeerId, { code, address }: ErrorMessage): void {
    this.#totals.refused(code);
    if (address) this.#waits.cancel(peer, address);
    if (code !== 'shut-out') return;
    this.#log.info({ peer, address: logText(address ?? '') }, 'seeder shut out');
  }

  #tellWaits({ address, to }: { address: Address; to: readonly PeerId[] }, isLast: boolean): void {
    const now = this.#now();
    for (const peer of to) this.#waits.receive(peer, address, isLast, now);
  }

  #forward(frame: Uint8Array, to: readonly PeerId[]): void {
    const chunks = contentChunks(frame);
    const payloadBytes = frame.length - FRAME_HEADER_BYTES;
    this.#totals.framesOut += to.length;
    for (const peer of to) {
      const connection = this.#connections.get(peer);
      if (!connection) {
        this.#neighbours.lineOf(peer)?.forward(frame);
        continue;
      }
      connection.forward(chunks, payloadBytes);
      this.#totals.bytesOut += payloadBytes;
      this.#busy.add(connection);
    }
  }
}
