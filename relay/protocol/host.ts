/**
 * Hosts of origins, read and written as `URL` does it. `URL` belongs to the platform, and this module uses no platform.
 */

const NAME = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.?$/;
/** With such a last label, a host is an IPv4 address or invalid. */
const NUMBER = /(?:^|\.)(?:\d+|0x[0-9a-f]*)\.?$/;
const BYTE = /^(?:0|[1-9]\d{0,2})$/;
const GROUP = /^[0-9a-f]{1,4}$/;

/** The canonical form of a host name, an IPv4 address in four decimal parts, or an IPv6 address in brackets. */
export function parseHost(text: string): string | undefined {
  const host = text.toLowerCase();
  if (host.startsWith('[') && host.endsWith(']')) return parseIpv6(host.slice(1, -1));
  if (NUMBER.test(host)) return ipv4Bytes(host) && host;
  return NAME.test(host) ? host : undefined;
}

function ipv4Bytes(text: string): readonly number[] | undefined {
  const parts = text.split('.');
  const areBytes = parts.length === 4 && parts.every((part) => BYTE.test(part) && +part <= 255);
  return areBytes ? parts.map(Number) : undefined;
}

function parseIpv6(text: string): string | undefined {
  const [left = '', right, ...more] = text.split('::');
  const head = groupsOf(left, right === undefined);
  const tail = right === undefined ? [] : groupsOf(right, true);
  if (!head || !tail || more.length > 0) return undefined;
  const missing = 8 - head.length - tail.length;
  if (right === undefined ? missing !== 0 : missing < 1) return undefined;
  return `[${formatIpv6([...head, ...Array.from({ length: missing }, () => 0), ...tail])}]`;
}

/** The 16-bit groups of one side of `::`. The end of an address may be written as IPv4. */
function groupsOf(side: string, isEnd: boolean): number[] | undefined {
  if (side === '') return [];
  const parts = side.split(':');
  const bytes = isEnd ? ipv4Bytes(parts.at(-1) ?? '') : undefined;
  if (bytes) parts.pop();
  if (!parts.every((part) => GROUP.test(part))) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = bytes ?? [];
  const last = bytes ? [a * 256 + b, c * 256 + d] : [];
  return [...parts.map((part) => Number.parseInt(part, 16)), ...last];
}

/** Writes the longest run of zeros (the first of equal ones) as `::` if it is longer than one. */
function formatIpv6(groups: readonly number[]): string {
  const text = groups.map((group) => group.toString(16)).join(':');
  const runs = text.match(/\b0(?::0)+\b/g) ?? [];
  const longest = runs.reduce((a, b) => (b.length > a.length ? b : a), '');
  return longest ? text.replace(new RegExp(`:?\\b${longest}\\b:?`), '::') : text;
}
