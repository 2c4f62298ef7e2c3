import { Broker } from '../broker/broker.ts';
import type { Effect, Millis, PeerId } from '../broker/effects.ts';
import type { Address } from '../protocol/address.ts';
import { CLOSE } from '../protocol/close-codes.ts';
import { FRAME_HEADER_BYTES, type FrameHeader } from '../protocol/frames.ts';
import type { RelayLimits } from '../protocol/limits.ts';
import type { Bye, ClientMessage, ErrorMessage } from '../protocol/messages.ts';
import type { From } from './admission.ts';
import { Alarm } from './alarm.ts';
import type { Backlog } from './backlog.ts';
import { type Backplane, performElsewhere } from './backplane.ts';
import type { Connection } from './connection.ts';
import { logText } from './log-text.ts';
import { Neighbours } from './neighbours.ts';
import type { PeerLog } from './peer-log.ts';
import { newSecret } from './secret.ts';
import { type Held, Shedding } from './shedding.ts';
import type { Totals } from './totals.ts';
import { TransferBytes } from './transfer-bytes.ts';
import type { Waits } from './waits.ts';
import { contentFrame } from './ws-frames.ts';

export interface PerformerDeps {
  readonly limits: RelayLimits;
  readonly now: () => Millis;
  readonly random: () => number;
  readonly log: Pick<PeerLog, 'info'>;
  readonly totals: Totals;
  readonly waits: Waits;
  readonly backlog: Backlog;
  /** Joins this relay to others; left out where it is alone. */
  readonly backplane?: Backplane | undefined;
}

/** The time between two looks at all connections. */
const CHECK_MS = 1_000;
/** A frame leaves at once where it goes to more readers than this, so that the first does not wait for the last. */
const FEW = 8;

const NO_FRAME = new Uint8Array(0);

type Owner = Pick<From, 'client'> & Partial<Pick<From, 'networks'>>;
type Link = Held & { readonly connection: Connection };

/** Tells the broker what connections receive, and performs on connections what it answers. */
export class Performer {
  readonly #deps: PerformerDeps;
  readonly #broker: Broker;
  readonly #links = new Map<PeerId, Link>();
  readonly #bytes = new TransferBytes();
  /** Connections that sent too much. */
  readonly #paused = new Set<Connection>();
  readonly #shedding: Shedding;
  readonly #neighbours: Neighbours;
  readonly #alarm: Alarm;
  #checkAt: Millis = Infinity;
  #whenEmpty: (() => void) | undefined;

  constructor(deps: PerformerDeps) {
    const { limits, now, random, backlog, backplane } = deps;
    this.#deps = deps;
    const tellsChanges = backplane !== undefined;
    this.#broker = new Broker({ limits, random, newName: newSecret, tellsChanges });
    this.#alarm = new Alarm(now, () => this.tick());
    this.#shedding = new Shedding({
      limits,
      backlog,
      onLimit: (fullBytes) => this.#perform(this.#broker.limitReaders(fullBytes, now())),
      onLost: (held, why) => this.#lose(held.peer, why),
    });
    const perform = this.#perform.bind(this);
    this.#neighbours = new Neighbours({ broker: this.#broker, limits, now, perform });
    backplane?.join(this.#neighbours);
    this.#perform([]);
  }

  get sizes(): Broker['sizes'] & { connections: number; kept: number } {
    return { ...this.#broker.sizes, connections: this.#links.size, kept: this.#bytes.size };
  }

  get announced(): Broker['announced'] {
    return this.#broker.announced;
  }

  connect(peer: PeerId, connection: Connection, { client, networks }: Owner): void {
    this.#links.set(peer, { peer, client, connection });
    if (this.#checkAt === Infinity) this.#checkAt = this.#deps.now() + CHECK_MS;
    this.#perform(this.#broker.connect(peer, newSecret(), client, networks));
  }

  receive(peer: PeerId, message: ClientMessage): void {
    const { totals, waits } = this.#deps;
    const now = this.#deps.now();
    totals.messages += 1;
    if (message.type === 'want') waits.begin(peer, message.address, now);
    else if (message.type === 'unwant') waits.cancel(peer, message.address);
    this.#perform(this.#broker.receive(peer, message, now));
  }

  content(peer: PeerId, header: FrameHeader, frame: Uint8Array): void {
    const { totals, now } = this.#deps;
    totals.frames += 1;
    totals.bytesIn += header.length;
    this.#perform(this.#broker.content(peer, header, now()), frame);
  }

  drained(peer: PeerId, unsent: number): void {
    this.#perform(this.#broker.drained(peer, unsent, this.#deps.now()));
    this.#shed();
  }

  /** The reader has answered a probe. */
  answered(peer: PeerId): void {
    this.#perform(this.#broker.answered(peer, this.#deps.now()));
  }

  /** From now on these addresses, and no others, are refused to everybody. */
  block(addresses: ReadonlySet<Address>): void {
    this.#perform(this.#broker.block(addresses, this.#deps.now()));
  }

  /** `lost` where the peer may come back and resume. */
  disconnect(peer: PeerId, how: 'left' | 'lost'): void {
    const { now, waits } = this.#deps;
    const connection = this.#links.get(peer)?.connection;
    if (connection) {
      this.#paused.delete(connection);
      connection.release();
    }
    this.#links.delete(peer);
    waits.forget(peer);
    if (this.#links.size === 0) {
      this.#checkAt = Infinity;
      this.#whenEmpty?.();
    }
    this.#perform(this.#broker.disconnect(peer, now(), how));
  }

  /** The connection sent too much: it is not read from until its allowance is back. */
  onPaused(connection: Connection): void {
    this.#paused.add(connection);
    this.#alarm.advance(connection.pausedUntil ?? Infinity);
  }

  /** Too much waits for the peer. Its socket's end, which follows, makes it a lost one. */
  onOverfull(peer: PeerId): void {
    const connection = this.#links.get(peer)?.connection;
    if (connection) this.#cutOff(peer, connection, 'slow');
  }

  /** Does everything whose time has come. Harmless at any time. */
  tick(): void {
    const now = this.#deps.now();
    for (const connection of this.#paused) {
      if (connection.resume(now)) this.#paused.delete(connection);
      else this.#alarm.advance(connection.pausedUntil ?? Infinity);
    }
    if (now >= this.#checkAt) {
      this.#checkAt = now + CHECK_MS;
      this.#shedding.check(this.#links.values(), now);
    }
    const { backplane } = this.#deps;
    if (backplane && now >= backplane.nextAt) backplane.tick(now);
    this.#perform(this.#broker.tick(this.#deps.now()));
    this.#shed();
  }

  /** Sets no timer from now on. */
  stop(): void {
    this.#alarm.stop();
  }

  /** True while a seeder feeds a transfer. */
  get isMoving(): boolean {
    for (const { feed } of this.#broker.transfers) if (feed.state === 'fed') return true;
    return false;
  }

  /** Says goodbye to some connections and closes them; says whether there are more. */
  dismiss(count: number, bye: () => Bye): boolean {
    let left = count;
    for (const { connection } of this.#links.values()) {
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
      if (this.#links.size === 0) resolve();
      else this.#whenEmpty = resolve;
    });
  }

  terminate(): void {
    for (const { connection } of this.#links.values()) connection.terminate();
  }

  #shed(): void {
    if (this.#shedding.isDue) this.#shedding.act([...this.#links.values()]);
  }

  /** A client that vanished has no place: with it on top, it would be counted for more than a minute. */
  #lose(peer: PeerId, why: 'slow' | 'gone' | 'silent'): void {
    const connection = this.#links.get(peer)?.connection;
    if (!connection) return;
    if (why === 'silent') {
      this.#deps.log.info({ peer, why }, 'connection ended');
      connection.close(CLOSE.silent, 'silent');
    } else this.#cutOff(peer, connection, why);
    this.disconnect(peer, why === 'slow' ? 'lost' : 'left');
  }

  /** Without a close: it would wait behind all that is not taken. */
  #cutOff(peer: PeerId, connection: Connection, why: 'slow' | 'gone'): void {
    const { queuedBytes } = connection;
    this.#deps.log.info({ peer, why, queuedBytes }, 'connection ended');
    connection.terminate();
  }

  #perform(effects: readonly Effect[], frame: Uint8Array = NO_FRAME): void {
    for (const effect of effects) this.#performOne(effect, frame);
    const { backplane } = this.#deps;
    const nextAt = Math.min(this.#broker.nextAt, this.#checkAt);
    this.#alarm.advance(backplane ? Math.min(nextAt, backplane.nextAt) : nextAt);
  }

  #performOne(effect: Effect, frame: Uint8Array): void {
    const { totals, backplane } = this.#deps;
    switch (effect.type) {
      case 'send':
        if (effect.message.type === 'error') this.#onRefusal(effect.to, effect.message);
        if (effect.message.type === 'note') totals.notes += 1;
        totals.messagesOut += 1;
        return this.#lineOf(effect.to)?.send(effect.message);
      case 'close':
        return this.#lineOf(effect.peer)?.close(effect.code, effect.reason);
      case 'forward':
        this.#forward(frame, effect.to); // first: readers need not wait for the hash
        this.#bytes.add(effect.transfer, frame, effect);
        return this.#tellWaits(effect, effect.isLast);
      case 'probe':
        return this.#links.get(effect.to)?.connection.probe();
      case 'verify': {
        const matches = this.#bytes.matches(effect.transfer, effect.address, frame);
        const effects = this.#broker.verified(effect.transfer, matches, this.#deps.now());
        return this.#perform(effects, frame);
      }
      case 'replay':
        for (const kept of this.#bytes.kept(effect.transfer)) this.#forward(kept, [effect.to]);
        return this.#tellWaits({ address: effect.address, to: [effect.to] }, false);
      case 'fork':
        return this.#bytes.fork(effect.transfer, effect.into);
      case 'release':
        return this.#bytes.release(effect.transfer);
      case 'end':
        totals.endings[effect.why] += 1;
        return this.#bytes.end(effect.transfer);
      case 'changed':
      case 'moved':
      case 'carry':
      case 'decline':
        if (backplane) performElsewhere(effect, backplane);
    }
  }

  #lineOf(peer: PeerId): Pick<Connection, 'send' | 'close'> | undefined {
    return this.#links.get(peer)?.connection ?? this.#neighbours.lineOf(peer);
  }

  #onRefusal(peer: PeerId, { code, address }: ErrorMessage): void {
    const { totals, waits, log } = this.#deps;
    totals.refused(code);
    if (address && !isAboutNotes(code)) waits.cancel(peer, address); // [W4]
    if (code === 'shut-out') log.info({ peer, address: logText(address ?? '') }, 'seeder shut out');
  }

  #tellWaits({ address, to }: { address: Address; to: readonly PeerId[] }, isLast: boolean): void {
    const now = this.#deps.now();
    for (const peer of to) this.#deps.waits.receive(peer, address, isLast, now);
  }

  #forward(frame: Uint8Array, to: readonly PeerId[]): void {
    const { totals } = this.#deps;
    const written = contentFrame(frame);
    const atOnce = written.parts.length > 1 || to.length > FEW;
    totals.framesOut += to.length;
    for (const peer of to) {
      const link = this.#links.get(peer);
      link?.connection.forward(written, atOnce);
      if (link) totals.bytesOut += frame.length - FRAME_HEADER_BYTES;
      else this.#neighbours.lineOf(peer)?.forward(frame);
    }
    // Not from in here: what the broker said before is performed first.
    if (this.#shedding.isDue) this.#alarm.advance(this.#deps.now());
  }
}

/** Such a refusal ends no want. */
function isAboutNotes(code: string): boolean {
  return code === 'nobody' || code === 'too-many-notes';
}
