/**
 * Who may open a socket and a connection: counts them, in all and per client, and judges origins. Knows no sockets: it is
 * told where one or a request comes from, and when it has ended.
 */
import { type BlockList, isIP } from 'node:net';
import type { RelayLimits } from '../protocol/limits.ts';

export interface AdmissionOptions {
  readonly limits: Pick<RelayLimits, 'connections' | 'connectionsPerAddress' | 'sockets'>;
  readonly origins: readonly string[];
  readonly proxies: BlockList;
}

/** Where a request to connect says that it comes from. */
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

/** What becomes of a socket. */
export type Opening =
  | { readonly type: 'open'; readonly leave: () => void }
  | { readonly type: 'refused'; readonly ip: string; readonly refusal: SocketRefusal };

type SocketRefusal = 'sockets' | 'sockets-per-address';

export interface From {
  readonly ip: string;
  /** Equal for all addresses of one client. */
  readonly client: string;
}

export type Refusal = 'origin' | 'connections' | 'connections-per-address';

/** So many sockets may a client have beside its connections: requests for files, and handshakes. */
const SPARE_SOCKETS = 50;

export class Admission {
  readonly #limits: AdmissionOptions['limits'];
  readonly #proxies: BlockList;
  readonly #origins: readonly RegExp[];
  readonly #counts = new Counts();
  /** Open sockets, whatever for, of clients that come here without a proxy. */
  readonly #sockets = new Counts();
  #total = 0;
  #totalSockets = 0;

  constructor({ limits, origins, proxies }: AdmissionOptions) {
    this.#limits = limits;
    this.#proxies = proxies;
    this.#origins = origins.map(originExpression);
  }

  /** How many connections and sockets are open, and connections from how many clients. */
  get sizes(): { total: number; clients: number; sockets: number } {
    return { total: this.#total, clients: this.#counts.size, sockets: this.#totalSockets };
  }

  /** Where it admits, `leave` must be called once, when the connection has ended. */
  admit(applicant: Applicant): Verdict {
    const ip = this.clientAddress(applicant);
    const client = clientOf(ip);
    const refusal = this.#refusal(client, applicant.origin);
    if (refusal) return { type: 'refused', ip, refusal };
    this.#total += 1;
    this.#counts.add(client);
    return { type: 'admitted', from: { ip, client }, leave: () => this.#leave(client) };
  }

  /** A socket was opened. Where it may stay, `leave` must be called once, when it has closed. */
  open(remoteAddress: string): Opening {
    const ip = plainAddress(remoteAddress) ?? remoteAddress;
    // Whose those of a proxy are is not known before they ask for something.
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

  #refusal(client: string, origin: string | undefined): Refusal | undefined {
    // Only browsers must tell the truth about origins, and they always name one.
    if (origin !== undefined && !this.#origins.some((pattern) => pattern.test(origin)))
      return 'origin';
    if (this.#total >= this.#limits.connections) return 'connections'; // [B5]
    const count = this.#counts.of(client);
    return count >= this.#limits.connectionsPerAddress ? 'connections-per-address' : undefined; // [B6]
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

  #leave(client: string): void {
    this.#counts.remove(client);
    this.#total -= 1;
  }
}

/** How many there are of each. */
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

/** Adds an address or a network in CIDR notation; false where the text is neither. */
export function addNetwork(list: BlockList, text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  const most = version === 4 ? 32 : 128;
  if (version === 0 || rest.length > 0) return false;
  if (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= most)) return false;
  list.addSubnet(address, Number(bits ?? most), version === 4 ? 'ipv4' : 'ipv6');
  return true;
}

/** Without brackets, port and zone, and as IPv4 where it is IPv4 within IPv6; undefined where it is no address. */
function plainAddress(text: string): string | undefined {
  const trimmed = text.trim();
  const bare = /^\[(.*)\](?::\d+)?$/.exec(trimmed)?.[1] ?? trimmed.replace(/^([\d.]+):\d+$/, '$1');
  const address = bare.replace(/%.*$/, '');
  const version = isIP(address);
  if (version === 0) return undefined;
  return version === 6 ? (mappedAddress(groupsOf(address)) ?? address.toLowerCase()) : address;
}

/** What is counted as one client: whoever has an IPv6 address has the other 2⁶⁴ of its network too. */
function clientOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const network = groupsOf(address).slice(0, 4);
  return `${network.map((group) => group.toString(16)).join(':')}::/64`;
}

/** The IPv4 address that `::ffff:0:0/96` stands for. */
function mappedAddress(groups: readonly number[]): string | undefined {
  const [high = 0, low = 0] = groups.slice(6);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  return isMapped ? [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.') : undefined;
}

/** The eight 16-bit groups of an IPv6 address. */
function groupsOf(address: string): number[] {
  const hex = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_text, ...bytes: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = bytes.map(Number);
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  });
  const [left = [], right = []] = hex
    .split('::')
    .map((half) => half.split(':').filter((group) => group !== ''));
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  return [...left, ...zeros, ...right].map((group) => Number.parseInt(group, 16));
}
