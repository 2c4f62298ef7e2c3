/** Addresses of clients: how they are read, and which of them count as one client. */
import { type BlockList, isIP } from 'node:net';

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
export function plainAddress(text: string): string | undefined {
  const trimmed = text.trim();
  const bare = /^\[(.*)\](?::\d+)?$/.exec(trimmed)?.[1] ?? trimmed.replace(/^([\d.]+):\d+$/, '$1');
  const address = bare.replace(/%.*$/, '');
  const version = isIP(address);
  if (version === 0) return undefined;
  return version === 6 ? (mappedAddress(groupsOf(address)) ?? address.toLowerCase()) : address;
}

/** The unit that counts as one client: an owner of an IPv6 address also has the other 2⁶⁴ of its network. */
export function clientOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const network = groupsOf(address).slice(0, 4);
  return `${network.map((group) => group.toString(16)).join(':')}::/64`;
}

/** The wider IPv6 networks around a client, the widest first: an owner of a /64 may well have a whole /48. */
export function networksOf(address: string): string[] {
  if (isIP(address) !== 6) return [];
  const [a = 0, b = 0, c = 0, d = 0] = groupsOf(address);
  const site = [a, b, c].map((group) => group.toString(16)).join(':');
  return [`${site}::/48`, `${site}:${(d & 0xff00).toString(16)}::/56`];
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
