/**
 * Finds a link in a pasted text, which may have changed on its way. `link.ts` has the strict grammar; this module reads
 * the same link from all its changed forms. It does not know where it is used.
 */
import { type Address, isAddress } from './address.ts';
import { decodePercent, readingsOf, visibleText } from './arrived.ts';
import { readEnd } from './found-key.ts';
import { originAtEndOf } from './found-origin.ts';
import { formatLink, isLinkProblem, type Link, parseLink } from './link.ts';

export interface FoundLink {
  readonly link: Link;
  /** The text has a damaged key or capability for this link: cut off, or too long. Then `link` has neither. */
  readonly isKeyDamaged: boolean;
  /** The damaged one is a capability: this is a once link. */
  readonly isCapabilityDamaged?: true;
  /** This is the code of a keeper (PROTOCOL.md, appendix F), and leads to no page for people. */
  readonly isKeeperCode?: true;
}

const KEEPER_CODE = /^\/?\n?(?:#|%23)\n?h\n?(?:=|%3d)/i;

const DIGITS = String.raw`([0-9a-f](?:\n?[0-9a-f]){63})(?![0-9a-f])`;
const ADDRESS = new RegExp(String.raw`([/\\]|%(?:25){0,8}2f)\n?${DIGITS}`, 'gi');
/** An address that is not part of a word or a longer path. */
const LONE_ADDRESS = new RegExp(String.raw`(?<![\w%\\.-])(?<!\S\/)${DIGITS}`, 'gi');

/** The most characters before an address, and after it, that may belong to its link. */
const BEFORE_CHARS = 2_048;
const AFTER_CHARS = 8_192;
/** The most levels of links within links. */
const DEPTH = 8;

/**
 * The first whole link of a text; if there is none, the first link with a damaged key. With `home`, a bare address is a
 * link at that relay. Never throws, and takes time in proportion to the text.
 */
export function findLink(text: string, home?: string): FoundLink | undefined {
  const exact = text.length > AFTER_CHARS ? undefined : parseLink(text);
  if (exact && !isLinkProblem(exact) && isCanonical(exact, text)) {
    return { link: exact, isKeyDamaged: false };
  }
  const readings = [...readingsOf(text)];
  const found = readings.flatMap((reading) => linksIn(reading, DEPTH));
  if (found.length > 0 || home === undefined) return best(found);
  return best(readings.flatMap((reading) => lonesIn(reading, home)));
}

/** The link of `page` with the key in a text: a bare key, the end of a link, or a key anywhere in the text. */
export function findKey(
  text: string,
  { relay, address }: Pick<Link, 'relay' | 'address'>,
): FoundLink | undefined {
  const ends = [...readingsOf(text)].map((reading) => linkOf(relay, address, `#${reading}`, false));
  return (
    ends.find(({ link }) => link.key || link.capability) ??
    ends.find(({ isKeyDamaged }) => isKeyDamaged)
  );
}

/** Says whether a text holds an address or something like a key, which nobody would want to publish. */
export function holdsSecret(text: string): boolean {
  const keys = text.match(/(?<![\w-])[\w-]{43}(?![\w-])/g) ?? [];
  return (
    /(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/i.test(text) ||
    /[#?&/][kb]=[\w-]{20}/.test(text) ||
    keys.some((key) => /\d/.test(key) && /[a-z]/.test(key) && /[A-Z]/.test(key))
  );
}

/** The canonical text of a finding. A damaged key or capability becomes an empty one. */
export function formatFound({ link, isKeyDamaged, isCapabilityDamaged }: FoundLink): string {
  const text = formatLink(link);
  if (!isKeyDamaged) return text;
  const name = isCapabilityDamaged ? 'b' : 'k';
  return `${text}${text.includes('#') ? '&' : '#'}${name}=`;
}

/** The full stop at the end of such a text may belong to the sentence. */
function isCanonical(link: Link, text: string): boolean {
  return formatLink(link) === text.trim() && !/[.,;:]$/.test(text.trim());
}

function linksIn(text: string, depth: number): readonly FoundLink[] {
  return hitsIn(text, ADDRESS).flatMap(({ before, slash, digits, after }) => {
    if (slash.startsWith('%'))
      return depth > 0 ? linksInValue(before, slash + digits + after, depth) : [];
    const relay = originAtEndOf(before);
    if (relay === undefined) return [];
    const isValue = /=(?:\w{0,8}:[/\\]{1,3})?[^\s=/\\]*$/.test(before.slice(-280));
    return addressOf(digits).map((address) => linkOf(relay, address, tailOf(after), isValue));
  });
}

interface Hit {
  readonly before: string;
  readonly slash: string;
  readonly digits: string;
  readonly after: string;
}

function hitsIn(text: string, pattern: RegExp): readonly Hit[] {
  const matches = [...text.matchAll(pattern)];
  return matches.map((match, i) => {
    const start = match.index;
    const end = start + match[0].length;
    const last = matches[i - 1];
    const from = Math.max(last ? last.index + last[0].length : 0, start - BEFORE_CHARS);
    const to = Math.min(matches[i + 1]?.index ?? text.length, end + AFTER_CHARS);
    const digits = match.at(-1) ?? '';
    const slash = match[0].slice(0, match[0].length - digits.length);
    return { before: text.slice(from, start), slash, digits, after: text.slice(end, to) };
  });
}

/** A link encoded as a value: the text around its address, up to the end of the value, decoded once. */
function linksInValue(before: string, rest: string, depth: number): readonly FoundLink[] {
  let start = before.length;
  while (start > 0 && !/[ \t\u00a0&?#"'<>=]/.test(before.charAt(start - 1))) start--;
  const [value = ''] = /^(?:[^\s&?#"'<>]|\n)*/.exec(rest) ?? [];
  // A browser carries the fragment of such a link on to its target.
  const fragment = /^[^\s"<>#]*(#[^\s"<>]*)/.exec(rest.slice(value.length))?.[1] ?? '';
  return linksIn(visibleText(decodePercent(before.slice(start) + value)) + fragment, depth - 1);
}

function lonesIn(text: string, home: string): readonly FoundLink[] {
  return hitsIn(text, LONE_ADDRESS).flatMap(({ digits, after }) =>
    addressOf(digits).map((address) => linkOf(home, address, tailOf(after), false)),
  );
}

function addressOf(digits: string): readonly Address[] {
  const address = digits.replaceAll('\n', '').toLowerCase();
  return isAddress(address) ? [address] : [];
}

/** The text after an address that may belong to its link: up to a space, or the start of another link. */
function tailOf(after: string): string {
  const [tail = ''] = /^[^ \t\u00a0"<>]*/.exec(after) ?? [];
  const next = tail.search(/\n\S{0,12}:[/\\]|(?<!=)https?:[/\\]/i);
  return next < 0 ? tail : tail.slice(0, next);
}

function linkOf(relay: string, address: Address, tail: string, isValue: boolean): FoundLink {
  if (KEEPER_CODE.test(tail)) {
    return { link: { relay, address, relays: [] }, isKeyDamaged: false, isKeeperCode: true };
  }
  const isEncoded = isValue && /^[^#]*%(?:25){0,8}23/.test(tail);
  const { secret, isKeyDamaged, isCapabilityDamaged, hints } = readEnd(tail, isEncoded);
  const params = [...(secret ? [secret] : []), ...hints].join('&');
  const link = parseLink(`${relay}/${address}#${params}`);
  // All parts have the right form by now, so only the key can be wrong.
  return isLinkProblem(link)
    ? { link: { relay, address, relays: [] }, isKeyDamaged: true }
    : { link, isKeyDamaged, ...(isCapabilityDamaged && { isCapabilityDamaged }) };
}

/** Of several readings of one link, the most useful one; of several links, the first whole one. */
function best(found: readonly FoundLink[]): FoundLink | undefined {
  const byAddress = new Map<Address, FoundLink>();
  for (const one of found) {
    const other = byAddress.get(one.link.address);
    if (!other || rank(one) > rank(other)) byAddress.set(one.link.address, one);
  }
  const links = [...byAddress.values()];
  return links.find(({ isKeyDamaged }) => !isKeyDamaged) ?? links[0];
}

/** A link may lose its key in one reading and keep it in another. */
function rank({ link, isKeyDamaged }: FoundLink): number {
  if (link.key || link.capability) return 2;
  return isKeyDamaged ? 1 : 0;
}
