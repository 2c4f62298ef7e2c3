import { type Address, isAddress } from './address.ts';
import { decodeBase64url, encodeBase64url } from './base64url.ts';
import { parseHost } from './host.ts';

/**
 * The link that people share: the place of a page and, in the fragment, the parts that the relay must not see.
 * Everything except relay and address is a hint of the link's author.
 */
export interface Link {
  /** The relay's origin: scheme, host and, if it is not the default one, port. */
  readonly relay: string;
  readonly address: Address;
  /** The 32-byte key of a sealed page. */
  readonly key?: Uint8Array;
  /** The 32-byte capability of a once link, whose address is that of a lock. Such a link has no key. */
  readonly capability?: Uint8Array;
  /** The media type, if it is not `text/plain`. */
  readonly mediaType?: string;
  /** A file name. */
  readonly name?: string;
  /** Unix seconds after which holders delete the page. */
  readonly expires?: number;
  /** Origins of other relays where the page has seeders. */
  readonly relays: readonly string[];
}

/** The reason why a text is not a link. */
export type LinkProblem = BrokenLink | KeylessLink;

interface BrokenLink {
  readonly problem: 'not-a-link' | 'bad-address';
  /** A sentence that says which form was expected. */
  readonly message: string;
}

/** Everything but the key, or the capability, is right. */
interface KeylessLink {
  readonly problem: 'bad-key';
  readonly message: string;
  /** The part of the link that is enough to fetch and hold the page. */
  readonly rest: Link;
}

export const KEY_BYTES = 32;
const DEFAULT_MEDIA_TYPE = 'text/plain';

// The few forms of a link are spelt here; `host.ts` checks the host.
const ORIGIN = /^(https?):\/\/([a-z0-9.-]+|\[[0-9a-f:.]+\])(?::(\d{1,5}))?$/i;
const LINK = /^([^/?#\s]+:\/\/[^/?#\s]+)\/([^/?#]*)\/?(?:\?[^#]*)?(?:#(.*))?$/s;
const MEDIA_TYPE = /^[a-z0-9!#$&^_.+-]{1,64}\/[a-z0-9!#$&^_.+-]{1,64}(?:;[ -~]{1,100})?$/;

/** The canonical form of an http or https origin; undefined if `text` is none. */
export function parseOrigin(text: string): string | undefined {
  const [, scheme = '', hostText = '', port] = ORIGIN.exec(text.trim().replace(/\/$/, '')) ?? [];
  const host = parseHost(hostText);
  if (host === undefined || Number(port ?? 0) > 65_535) return undefined;
  const isDefault =
    port === undefined || Number(port) === (scheme.toLowerCase() === 'http' ? 80 : 443);
  return `${scheme.toLowerCase()}://${host}${isDefault ? '' : `:${Number(port)}`}`;
}

/** The link in `text`, or a typed reason why it is none. Never throws; ignores unknown params. */
export function parseLink(text: string): Link | LinkProblem {
  const [, origin = '', path = '', fragment = ''] = LINK.exec(text.trim()) ?? [];
  const relay = parseOrigin(origin);
  if (relay === undefined) {
    return { problem: 'not-a-link', message: 'expected https://<relay>/<address>' };
  }
  if (!isAddress(path)) {
    return {
      problem: 'bad-address',
      message: 'expected an address of 64 digits after the relay',
    };
  }
  return withParams(relay, path, fragment);
}

export function isLinkProblem(value: Link | LinkProblem): value is LinkProblem {
  return 'problem' in value;
}

/** The shortest text that `parseLink` reads back as `link`. */
export function formatLink(link: Link): string {
  const params: [string, string][] = [];
  if (link.key) params.push(['k', encodeBase64url(link.key)]);
  if (link.capability) params.push(['b', encodeBase64url(link.capability)]);
  if (link.mediaType && link.mediaType !== DEFAULT_MEDIA_TYPE) params.push(['t', link.mediaType]);
  if (link.name) params.push(['n', link.name]);
  if (link.expires !== undefined) params.push(['x', String(link.expires)]);
  for (const relay of link.relays) params.push(['r', relay]);
  const fragment = params.map(([name, value]) => `${name}=${encodeParam(value)}`).join('&');
  return `${link.relay}/${link.address}${fragment && `#${fragment}`}`;
}

/** The media type that a link states; `text/plain` if it states none. */
export function mediaTypeOf(link: Pick<Link, 'mediaType'>): string {
  return link.mediaType ?? DEFAULT_MEDIA_TYPE;
}

/** The media type that a text is; undefined if it is none that a link can state. */
export function mediaTypeIn(text: string): string | undefined {
  const mediaType = text.toLowerCase();
  return MEDIA_TYPE.test(mediaType) ? mediaType : undefined;
}

function withParams(relay: string, address: Address, fragment: string): Link | LinkProblem {
  const params = parseParams(fragment);
  const mediaType = mediaTypeIn(first(params, 't') ?? '');
  const name = first(params, 'n');
  const expires = first(params, 'x');
  const relays = params.flatMap(([param, value]) =>
    param === 'r' ? (parseOrigin(value) ?? []) : [],
  );
  const rest: Link = {
    relay,
    address,
    ...(mediaType && mediaType !== DEFAULT_MEDIA_TYPE && { mediaType }),
    ...(name && { name }),
    ...(expires && /^\d{1,12}$/.test(expires) && { expires: Number(expires) }),
    relays: [...new Set(relays)],
  };
  const secrets = secretsIn(params);
  return secrets ? { ...rest, ...secrets } : { problem: 'bad-key', message: BAD_KEY, rest };
}

const BAD_KEY = `expected one key of ${KEY_BYTES} bytes, after k= or b=`;

/** Undefined if a secret is damaged, or there are two. */
function secretsIn(params: readonly Param[]): Pick<Link, 'key' | 'capability'> | undefined {
  const k = first(params, 'k');
  const b = first(params, 'b');
  if (k === undefined && b === undefined) return {};
  const secret = decodeBase64url(k ?? b ?? '');
  if (secret?.length !== KEY_BYTES || (k !== undefined && b !== undefined)) return undefined;
  return k === undefined ? { capability: secret } : { key: secret };
}

type Param = readonly [name: string, value: string];

function first(params: readonly Param[], name: string): string | undefined {
  return params.find(([param]) => param === name)?.[1];
}

function parseParams(fragment: string): Param[] {
  return fragment.split('&').map((part) => {
    const at = part.indexOf('=');
    return at < 0
      ? [decodeParam(part), '']
      : [decodeParam(part.slice(0, at)), decodeParam(part.slice(at + 1))];
  });
}

function decodeParam(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced; // a stray % stays as it is, as in URL search params
  }
}

function encodeParam(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replaceAll('%20', '+')
    .replaceAll('%2F', '/')
    .replaceAll('%3A', ':');
}
