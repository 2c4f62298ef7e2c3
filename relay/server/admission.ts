/**
 * Decides who may open a socket and a connection: counts them, in all and per client, and judges origins. Knows no
 * sockets: callers tell it where one or a request comes from, and when it has ended.
 */
import { type BlockList, isIP } from 'node:net';
import type { RelayLimits } from '../protocol/limits.ts';
import { clientOf, networksOf, plainAddress } from './client-address.ts';

export interface AdmissionOptions {
  readonly limits: Pick<RelayLimits, 'connections' | 'connectionsPerAddress' | 'sockets'>;
  readonly origins: readonly string[];
  readonly proxies: BlockList;
  readonly now?: () => number;
}

/** The place that a request to connect comes from. */
export interface Applicant {
  /** The address at the other end of its socket. */
  readonly remoteAddress: string;
  readonly forwardedFor?: string | undefined;
  /** Missing where no browser sends it. */
  readonly origin?: string | undefined;
}

export type Verdict =
  | { readonly type: 'admitted'; readonly from: From; readonly leave: () => void }
  | { readonly type: 'refused'; readonly ip: string; readonly refusal: Refusal };

/** The decision about a socket. */
export type Opening =
  | { readonly type: 'open'; readonly leave: () => void }
  | { readonly type: 'refused'; readonly ip: string; readonly refusal: SocketRefusal };

type SocketRefusal = 'sockets' | 'sockets-per-address';

export interface From {
  readonly ip: string;
  /** Equal for all addresses of one client. */
  readonly client: string;
  /** The networks that the client is in, the widest first. */
  readonly networks: readonly string[];
}

export type Refusal = 'origin' | 'connections' | 'connections-per-address';

/** The most sockets of a client beside its connections: requests for files, and handshakes. */
const SPARE_SOCKETS = 50;

/** A network of 56 bits may have this many times the connections of one client, and one of 48 bits twice that. */
const TIMES_OF_NETWORK = 2;

/** A client may open all its connections five times at once, and then as many again in so long. */
const RENEWED_MS = 10_000;
const BURST = 5;

export class Admission {
  readonly #limits: AdmissionOptions['limits'];
  readonly #proxies: BlockList;
  readonly #origins: readonly RegExp[];
  readonly #counts = new Counts();
  /** Connections of the wider networks that clients are in. */
  readonly #networks = new Counts();
  readonly #arrivals: Arrivals;
  readonly #now: () => number;
  /** Open sockets, whatever for, of clients that come here without a proxy. */
  readonly #sockets = new Counts();
  #total = 0;
  #totalSockets = 0;

  constructor({ limits, origins, proxies, now = () => performance.now() }: AdmissionOptions) {
    this.#limits = limits;
    this.#now = now;
    this.#arrivals = new Arrivals(limits.connectionsPerAddress);
    this.#proxies = proxies;
    this.#origins = origins.map(originExpression);
  }

  /** The numbers of open connections and sockets, and of clients with connections. */
  get sizes(): { total: number; clients: number; sockets: number } {
    return { total: this.#total, clients: this.#counts.size, sockets: this.#totalSockets };
  }

  /** If it admits the request, call `leave` once, when the connection has ended. */
  admit(applicant: Applicant): Verdict {
    const ip = this.clientAddress(applicant);
    const from = { ip, client: clientOf(ip), networks: networksOf(ip) };
    const refusal = this.#refusal(from, applicant.origin);
    if (refusal) return { type: 'refused', ip, refusal };
    this.#total += 1;
    this.#counts.add(from.client);
    for (const network of from.networks) this.#networks.add(network);
    return { type: 'admitted', from, leave: () => this.#leave(from) };
  }

  /** A socket was opened. Where it may stay, `leave` must be called once, when it has closed. */
  open(remoteAddress: string): Opening {
    const ip = plainAddress(remoteAddress) ?? remoteAddress;
    // The client behind a proxy's socket is unknown before it asks for something.
    const client = this.#isProxy(ip) ? undefined : clientOf(ip);
    const refusal = this.#socketRefusal(client);
    if (refusal) return { type: 'refused', ip, refusal };
    this.#totalSockets += 1;
    if (client !== undefined) this.#sockets.add(client);
    return { type: 'open', leave: () => this.#closed(client) };
  }

  /** The last address on the way here that no trusted proxy has; what stands left of it anyone can write. */
  clientAddress({ remoteAddress, forwardedFor = '' }: Applicant): string {
    const hops = forwardedFor.split(',');
    let address = plainAddress(remoteAddress) ?? remoteAddress;
    while (hops.length > 0 && this.#isProxy(address)) {
      const hop = plainAddress(hops.pop() ?? '');
      if (hop === undefined) break;
      address = hop;
    }
    return address;
  }

  #isProxy(address: string): boolean {
    const version = isIP(address);
    return version !== 0 && this.#proxies.check(address, version === 4 ? 'ipv4' : 'ipv6');
  }

  #refusal({ client, networks }: From, origin: string | undefined): Refusal | undefined {
    // Only browsers must tell the truth about origins, and they always name one.
    if (origin !== undefined && !this.#origins.some((pattern) => pattern.test(origin)))
      return 'origin';
    if (this.#total >= this.#limits.connections) return 'connections'; // [B5]
    const most = this.#limits.connectionsPerAddress;
    const isFull =
      this.#counts.of(client) >= most ||
      networks
        .toReversed()
        .some((network, i) => this.#networks.of(network) >= most * TIMES_OF_NETWORK ** (i + 1));
    if (isFull || !this.#arrivals.take(client, this.#now())) return 'connections-per-address'; // [B6]
    return undefined;
  }

  #socketRefusal(client: string | undefined): SocketRefusal | undefined {
    if (this.#totalSockets >= this.#limits.sockets) return 'sockets'; // [B5]
    const most = this.#limits.connectionsPerAddress + SPARE_SOCKETS;
    const isFull = client !== undefined && this.#sockets.of(client) >= most;
    return isFull ? 'sockets-per-address' : undefined; // [B6]
  }

  #closed(client: string | undefined): void {
    this.#totalSockets -= 1;
    if (client !== undefined) this.#sockets.remove(client);
  }

  #leave({ client, networks }: From): void {
    this.#counts.remove(client);
    for (const network of networks) this.#networks.remove(network);
    this.#total -= 1;
  }
}

/** The rate at which clients come, so that none keeps the relay busy with handshakes. */
class Arrivals {
  readonly #most: number;
  readonly #msEach: number;
  /** When what each client used will be earned again, those that came longest ago first. */
  readonly #earnedAt = new Map<string, number>();

  constructor(most: number) {
    this.#most = most;
    this.#msEach = RENEWED_MS / most;
  }

  /** Says whether one more may come now. */
  take(client: string, now: number): boolean {
    const earnedAt = Math.max(now, this.#earnedAt.get(client) ?? 0) + this.#msEach;
    if (earnedAt - now > BURST * this.#most * this.#msEach) return false;
    this.#earnedAt.delete(client);
    this.#earnedAt.set(client, earnedAt);
    for (const [oldest, at] of this.#earnedAt) {
      if (at > now) break;
      this.#earnedAt.delete(oldest);
    }
    return true;
  }
}

/** The number of each. */
class Counts {
  readonly #counts = new Map<string, number>();

  get size(): number {
    return this.#counts.size;
  }

  of(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  add(key: string): void {
    this.#counts.set(key, this.of(key) + 1);
  }

  remove(key: string): void {
    const count = this.of(key);
    if (count > 1) this.#counts.set(key, count - 1);
    else this.#counts.delete(key);
  }
}

const ORIGIN_PATTERN = /^(\*|null|[a-z*][a-z0-9+.*-]*:\/\/[^/\s,]+)$/i;

/** `*`, `null`, or an origin in which each `*` stands for any characters. */
export function isOriginPattern(text: string): boolean {
  return ORIGIN_PATTERN.test(text);
}

function originExpression(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'i');
}
