/**
 * Finds a link in what people paste: somewhere in a text, and changed on its way. It knows of no door that it is used
 * at. The strict grammar is in `link.ts`; this is for what people bring, and reads the same link from all of its forms.
 */
import { type Address, isAddress } from './address.ts';
import { decodePercent, readingsOf, visibleText } from './arrived.ts';
import { readEnd } from './found-key.ts';
import { originAtEndOf } from './found-origin.ts';
import { formatLink, isLinkProblem, type Link, parseLink } from './link.ts';

export interface FoundLink {
  readonly link: Link;
  /** Whether the text had a key for it that is none: cut off, or too long. Then `link` has no key. */
  readonly isKeyDamaged: boolean;
}

const DIGITS = String.raw`([0-9a-f](?:\n?[0-9a-f]){63})(?![0-9a-f])`;
const ADDRESS = new RegExp(String.raw`([/\\]|%(?:25){0,8}2f)\n?${DIGITS}`, 'gi');
/** An address that is no part of a word or a longer path. */
const LONE_ADDRESS = new RegExp(String.raw`(?<![\w%\\.-])(?<!\S\/)${DIGITS}`, 'gi');

/** So much before an address, and after it, may belong to its link. */
const BEFORE_CHARS = 2_048;
const AFTER_CHARS = 8_192;
/** Links within links within links. */
const DEPTH = 8;

/**
 * The first whole link of a text, or else the first whose key is damaged. With `home`, an address that stands alone
 * is one at that relay. Never throws, and takes time in proportion to the text.
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

/** The link of `page` with the key that a text holds: alone, as the end of a link, or somewhere in it. */
export function findKey(
  text: string,
  { relay, address }: Pick<Link, 'relay' | 'address'>,
): FoundLink | undefined {
  const ends = [...readingsOf(text)].map((reading) => linkOf(relay, address, `#${reading}`, false));
  return ends.find(({ link }) => link.key) ?? ends.find(({ isKeyDamaged }) => isKeyDamaged);
}

/** Whether a text holds an address or what looks like a key: nothing that somebody would want to make public. */
export function holdsSecret(text: string): boolean {
  const keys = text.match(/(?<![\w-])[\w-]{43}(?![\w-])/g) ?? [];
  return (
    /(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/i.test(text) ||
    /[#?&/]k=[\w-]{20}/.test(text) ||
    keys.some((key) => /\d/.test(key) && /[a-z]/.test(key) && /[A-Z]/.test(key))
  );
}

/** The canonical text of what was found; a damaged key is one that is empty. */
export function formatFound({ link, isKeyDamaged }: FoundLink): string {
  const text = formatLink(link);
  if (!isKeyDamaged) return text;
  return `${text}${text.includes('#') ? '&' : '#'}k=`;
}

/** A text that ends like a sentence may have got that from one. */
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

/** A link that is encoded as a value: what stands around its address, up to what ends the value, decoded once. */
function linksInValue(before: string, rest: string, depth: number): readonly FoundLink[] {
  let start = before.length;
  while (start > 0 && !/[ \t\u00a0&?#"'<>=]/.test(before.charAt(start - 1))) start--;
  const [value = ''] = /^(?:[^\s&?#"'<>]|\n)*/.exec(rest) ?? [];
  // A browser carries the fragment of such a link on to where it leads.
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

/** What may belong to a link after its address: up to a space, or the start of another link. */
function tailOf(after: string): string {
  const [tail = ''] = /^[^ \t\u00a0"<>]*/.exec(after) ?? [];
  const next = tail.search(/\n\S{0,12}:[/\\]|(?<!=)https?:[/\\]/i);
  return next < 0 ? tail : tail.slice(0, next);
}

function linkOf(relay: string, address: Address, tail: string, isValue: boolean): FoundLink {
  const isEncoded = isValue && /^[^#]*%(?:25){0,8}23/.test(tail);
  const { key, isKeyDamaged, hints } = readEnd(tail, isEncoded);
  const params = [...(key ? [`k=${key}`] : []), ...hints].join('&');
  const link = parseLink(`${relay}/${address}#${params}`);
  // The parts are of the right form by now, and only a key that is none can be wrong with them.
  return isLinkProblem(link)
    ? { link: { relay, address, relays: [] }, isKeyDamaged: true }
    : { link, isKeyDamaged };
}

/** Of several readings of one link the one that opens the most; of several links the first that is whole. */
function best(found: readonly FoundLink[]): FoundLink | undefined {
  const byAddress = new Map<Address, FoundLink>();
  for (const one of found) {
    const other = byAddress.get(one.link.address);
    if (!other || rank(one) > rank(other)) byAddress.set(one.link.address, one);
  }
  const links = [...byAddress.values()];
  return links.find(({ isKeyDamaged }) => !isKeyDamaged) ?? links[0];
}

/** What lost its key in one reading may have it in another. */
function rank({ link, isKeyDamaged }: FoundLink): number {
  if (link.key) return 2;
  return isKeyDamaged ? 1 : 0;
}
