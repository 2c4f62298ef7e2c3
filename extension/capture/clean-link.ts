/** The absolute target of a link, without its secrets and the parts that only tell somebody who followed it. */
import { removeSecrets } from './secret-parts.ts';

/** Query parameters that name a campaign, a click or a reader, and do not change the page. */
const TRACKING = new Set(
  `fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ttclid twclid clickid rb_clickid wickedid srsltid igsh igshid
   mc_cid mc_eid mkt_tok li_fat_id vero_id oly_enc_id oly_anon_id _hsenc _hsmi _openstat ref_src`.split(
    /\s+/,
  ),
);
const TRACKING_FAMILY = /^(?:utm|hsa|pk|mtm)_/;

/** Pages that record who follows a link, and lead on to the address in one of their parameters. */
const DETOURS: readonly { readonly page: RegExp; readonly param: string }[] = [
  { page: /^https:\/\/(?:www\.)?google\.[a-z.]{2,6}\/url\?/, param: 'q' },
  { page: /^https:\/\/(?:www\.)?google\.[a-z.]{2,6}\/url\?/, param: 'url' },
  { page: /^https:\/\/lm?\.(?:facebook|instagram)\.com\/(?:l\.php)?\?/, param: 'u' },
  { page: /^https:\/\/(?:html\.)?duckduckgo\.com\/l\/\?/, param: 'uddg' },
  { page: /^https:\/\/out\.reddit\.com\/.*\?/, param: 'url' },
  { page: /^https:\/\/[\w.-]+\.safelinks\.protection\.outlook\.com\/.*\?/, param: 'url' },
];

/**
 * Cleans `href` in the page at `page`; relative links start at `base`. Undefined if it leads nowhere from a shared
 * page.
 */
export function cleanLink(href: string, base: string, page = base): string | undefined {
  const url = parse(href, base);
  if (url?.protocol === 'mailto:') return mailLink(url);
  if (url === undefined || !isWeb(url)) return undefined;
  if (isThePage(url, base) || isThePage(url, page)) return undefined;
  return shareable(leadsTo(url)).href;
}

/** The receiver alone: a drafted letter, and the sign of a thread in the receiver's name, are between two people. */
function mailLink({ pathname }: URL): string {
  return `mailto:${pathname.replaceAll(/\+[^@,]*(?=@)/g, '')}`;
}

/** The address of a page in a form that others may see. */
export function cleanAddress(address: string): string | undefined {
  const url = parse(address);
  if (url === undefined || !isWeb(url)) return undefined;
  // A text fragment contains the words that somebody searched for or read.
  url.hash = url.hash.replace(/#?:~:.*$/s, '');
  return shareable(url).href;
}

/** Says whether an address has parts that are meant for its holder alone. */
export function hasSecrets(address: string): boolean {
  const url = parse(address);
  if (url === undefined || !isWeb(url)) return false;
  const before = url.href;
  removeSecrets(url);
  return url.href !== before;
}

function parse(href: string, base?: string): URL | undefined {
  return URL.parse(href, base) ?? undefined;
}

function isWeb(url: URL): boolean {
  return url.protocol === 'https:' || url.protocol === 'http:';
}

/**
 * Says whether a link leads to the page itself, or to a place in it. Its address would tell where the selection comes
 * from, including any token in it. The same path is another page only if the link changes a parameter of the page's
 * address and repeats none, as in a list of topics (`?topic=7`, `?topic=8`).
 */
function isThePage(url: URL, address: string): boolean {
  const page = parse(address);
  if (page === undefined || url.host !== page.host || url.pathname !== page.pathname) return false;
  const own = [...page.searchParams];
  const isRepeated = own.some(([name, value]) => url.searchParams.getAll(name).includes(value));
  return isRepeated || !own.some(([name]) => url.searchParams.has(name));
}

function leadsTo(url: URL): URL {
  for (const { page, param } of DETOURS) {
    const target = page.test(url.href) && parse(url.searchParams.get(param) ?? '');
    if (target && isWeb(target)) return target;
  }
  return url;
}

function shareable(url: URL): URL {
  const params = url.search.slice(1).split('&');
  const kept = params.filter((param) => !isTracking(param.split('=', 1)[0] ?? ''));
  // The rest keeps its spelling, because sites differ in how they read it.
  if (kept.length < params.length) url.search = kept.join('&');
  removeSecrets(url);
  return url;
}

function isTracking(name: string): boolean {
  const plain = name.toLowerCase();
  return TRACKING.has(plain) || TRACKING_FAMILY.test(plain);
}
