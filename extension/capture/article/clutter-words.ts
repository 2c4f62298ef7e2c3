/** Words by which sites name the parts of a page that are not its article. */

/** The words of an element's class, id and role. */
export function namingWords(element: Element): ReadonlySet<string> {
  const names = ['class', 'id', 'role'].map((name) => element.getAttribute(name) ?? '').join(' ');
  const parted = names.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return new Set(parted.split(/[^a-z\d]+/));
}

/** Never of an article, however long. */
export const OUTSIDE = words(`
  ad ads adbox adslot adsense adunit advert advertisement advertising addthis adwrapper affiliate alsobought anzeige
  banner breadcrumb breadcrumbs carousel comments consent contentinfo cookie cookiebar cookies crosssell
  disqus donate editsection footer gdpr gutter hotlist infolinks interstitial jumplinks login masthead
  mostread navbar navbox navigation nav newsletter noprint outbrain pager pagination paging paywall
  popup promo promobox promoted promos promotion readmore recirc recirculation recommendation recommendations recommended
  related relatedposts related-content respond search share sharebar sharedaddy sharing sidebar signin signup skip skiplink
  social socials sponsor sponsored sponsors subscribe subscription suggested suggestions taboola teaser teasers toolbar
  trending upsell widget wall yarpp
`);

/** Of an article only where it is more than a line. */
export const ASIDE = words(`
  actions action badge badges buttons catlinks controls cta follow gift headerlink hint join menu meter mw-jump
  permalink postmenu print rating reactions reply report save tabs tags tag taglist toc tools topics utilities utility vote
  voting votes likes
`);

const LABELS =
  words(`ad advertisement advertising anzeige werbung sponsored publicité publicidad anuncio anúncio
  publicidade pubblicità реклама إعلان اعلان פרסומת آگهی 広告 pr 广告 廣告 광고 advertorial promoted`);

/** The label of an advertisement. */
export function isAdLabel(text: string): boolean {
  return LABELS.has(text.trim().toLowerCase());
}

/** Headings of lists of other pages. */
const ELSEWHERE = new RegExp(
  [
    String.raw`^(?:read (?:more|next|also|this next)|more (?:on|from|in|about|like|stories|articles|news|to read)\b|related\b|recommended\b|you (?:may|might) also|see also:?$|most (?:read|popular|viewed)|popular\b|trending|don.?t miss|up next|suggested|what to read next|customers (?:also|who)|frequently bought|people also|similar\b|keep reading|continue reading|latest (?:news|stories|posts)|recent (?:posts|articles)|hot (?:network )?questions|sponsored|advertisement)`,
    `^(?:mehr zum thema|mehr (?:von|aus|über)|lesen sie|auch interessant|weitere (?:artikel|beiträge|themen)|meistgelesen|das könnte|ähnliche|verwandte|empfohlen)`,
    `^(?:à lire|lire aussi|sur le même|articles? (?:liés|similaires|récents)|les plus lus|vous aimerez|recommandé)`,
    `^(?:te puede|también te|lee también|más (?:leíd|sobre|noticias)|artículos relacionados|relacionad|leia (?:também|mais)|mais lid|veja também|você pode)`,
    `^(?:leggi anche|potrebbe interessarti|articoli correlati|lees ook|meer over|läs (?:också|mer)|les også|читайте также|по теме|czytaj (?:też|także))`,
    `^(?:関連|あわせて読みたい|おすすめ|人気|ランキング|相关|相關|推荐|推薦|热门|延伸阅读|猜你喜欢|관련|추천|많이 본)`,
    `^(?:اقرأ أيض|مواضيع|مقالات ذات|ذات صلة|الأكثر|קרא[ו]? (?:גם|עוד)|כתבות|עוד ב|بیشتر بخوانید|مطالب مرتبط|پربازدید)`,
  ].join('|'),
  'iu',
);

export function leadsElsewhere(heading: string): boolean {
  return ELSEWHERE.test(heading.trim());
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
