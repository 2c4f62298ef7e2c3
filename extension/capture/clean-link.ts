/** Where a link leads, whole, and without what only tells somebody that it was followed. */

/** Query parameters that tell of a campaign, a click or a reader, and change nothing of what is shown. */
const TRACKING = new Set(
  `fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ttclid twclid clickid rb_clickid wickedid srsltid igsh igshid
   mc_cid mc_eid mkt_tok li_fat_id vero_id oly_enc_id oly_anon_id _hsenc _hsmi _openstat ref_src`.split(
    /\s+/,
  ),
);
const TRACKING_FAMILY = /^(?:utm|hsa|pk|mtm)_/;

/** Pages that note who follows a link and lead on to what a parameter of theirs says. */
const DETOURS: readonly { readonly page: RegExp; readonly param: string }[] = [
  { page: /^https:\/\/(?:www\.)?google\.[a-z.]{2,6}\/url\?/, param: 'q' },
  { page: /^https:\/\/(?:www\.)?google\.[a-z.]{2,6}\/url\?/, param: 'url' },
  { page: /^https:\/\/lm?\.(?:facebook|instagram)\.com\/(?:l\.php)?\?/, param: 'u' },
  { page: /^https:\/\/(?:html\.)?duckduckgo\.com\/l\/\?/, param: 'uddg' },
  { page: /^https:\/\/out\.reddit\.com\/.*\?/, param: 'url' },
  { page: /^https:\/\/[\w.-]+\.safelinks\.protection\.outlook\.com\/.*\?/, param: 'url' },
];

/** `href` seen from a page at `base`; undefined where it leads nowhere from a shared page. */
export function cleanLink(href: string, base: string): string | undefined {
  const url = parse(href, base);
  if (url?.protocol === 'mailto:') return url.href;
  if (url === undefined || !isWeb(url) || isWithin(url, base)) return undefined;
  return withoutTracking(leadsTo(url)).href;
}

/** The address of a page as it can be told to others. */
export function cleanAddress(address: string): string | undefined {
  const url = parse(address);
  if (url === undefined || !isWeb(url)) return undefined;
  // A text fragment names what was searched for or read.
  url.hash = url.hash.replace(/#?:~:.*$/s, '');
  return withoutTracking(url).href;
}

function parse(href: string, base?: string): URL | undefined {
  return URL.parse(href, base) ?? undefined;
}

function isWeb(url: URL): boolean {
  return url.protocol === 'https:' || url.protocol === 'http:';
}

/** A place in the page itself: it is not shared along, and its address would tell where the selection is from. */
function isWithin(url: URL, base: string): boolean {
  return url.hash !== '' && url.href.split('#')[0] === base.split('#')[0];
}

function leadsTo(url: URL): URL {
  for (const { page, param } of DETOURS) {
    const target = page.test(url.href) && parse(url.searchParams.get(param) ?? '');
    if (target && isWeb(target)) return target;
  }
  return url;
}

function withoutTracking(url: URL): URL {
  url.username = '';
  url.password = '';
  const params = url.search.slice(1).split('&');
  const kept = params.filter((param) => !isTracking(param.split('=', 1)[0] ?? ''));
  // What stays is spelt as it was: sites differ in how they read it.
  if (kept.length < params.length) url.search = kept.join('&');
  return url;
}

function isTracking(name: string): boolean {
  const plain = name.toLowerCase();
  return TRACKING.has(plain) || TRACKING_FAMILY.test(plain);
}
