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
  related relatedposts respond reviews search share sharebar sharedaddy sharing sidebar signin signup skip skiplink sns
  social socials sponsor sponsored sponsors subscribe subscription suggested suggestions taboola teaser teasers toolbar
  trending upsell widget wall yarpp
`);

/** Of an article only where it is more than a line. */
export const ASIDE = words(`
  actions action badge badges btn button buttons catlinks controls cta follow gift headerlink hint join likes menu meter
  permalink print rating reactions reply report save tabs tags tag taglist tools topics utilities utility vote voting votes
`);

const LABELS =
  words(`ad advertisement advertising anzeige werbung sponsored publicité publicidad anuncio anúncio
  publicidade pubblicità реклама إعلان اعلان פרסומת آگهی 広告 pr 广告 廣告 광고 advertorial promoted`);

/** The label of an advertisement. */
export function isAdLabel(text: string): boolean {
  return LABELS.has(text.trim().toLowerCase());
}

/** The label of an advertisement, in brackets before its text. */
export function beginsAsAd(text: string): boolean {
  const label = /^\s*[【[(（](.{2,16}?)[】\])）]/u.exec(text)?.[1];
  return label !== undefined && isAdLabel(label);
}

/** Labels of what a reader can do with a page. */
const ACTION = new RegExp(
  [
    String.raw`^(?:(?:[\d.,]+[km]? ?)?(?:shares?|likes?|comments?|views?|repl(?:y|ies)|votes?|claps?)|(?:share|view|show|hide|add|leave|write|post|see|load|read)(?: (?:this|all|a|an|the|your|more|on|via|by|with|\d+))* (?:\w+ )?(?:comments?|articles?|repl(?:y|ies)|stor(?:y|ies)|answers?|facebook|twitter|x|linkedin|whatsapp|e?-?mail|reddit|chirp)|share|copy(?: link)?|print(?: (?:this|recipe|page|article))*|save(?: for later)?|bookmark|(?:jump|skip|back|go) to [\w ]{1,16}|top|follow|subscribe|unsubscribe|report|flag|edit|quote|profile|pm|permalink|link|listen|download|pin|tweet|e-?mail|gift|new issue|ask (?:a )?question|sign (?:in|up)|log ?in|register|like|dislike|reply|next|previous|prev|view source|edit this page|was this helpful.?|yes|no|restack|expand|collapse|close|menu|more)$`,
    `^(?:teilen|drucken|merken|speichern|kommentare?(?: \\d+)?|antworten|melden|folgen|abonnieren|nach oben|zurück|weiter|anmelden|bearbeiten|zitieren|abmelden)$`,
    `^(?:partager|imprimer|enregistrer|commenter|commentaires?|répondre|signaler|suivre|s.abonner|haut de page|modifier|citer)$`,
    `^(?:compartir|imprimir|guardar|comentarios?|responder|denunciar|seguir|suscribirse|arriba|editar|citar|compartilhar|salvar|condividi|stampa|salva|delen|afdrukken)$`,
    `^(?:シェア|共有|印刷|保存|コメント|返信|通報|フォロー|ツイート|ブックマーク|分享|打印|收藏|评论|評論|点赞|回复|关注|举报|转发|공유|인쇄|저장|댓글)$`,
    `^(?:شارك|مشاركة|طباعة|حفظ|تعليقات|رد|متابعة|שתף|שיתוף|הדפסה|שמירה|תגובות|اشتراک|چاپ|поделиться|печать|сохранить|комментарии|ответить)$`,
  ].join('|'),
  'iu',
);

export function isActionLabel(text: string): boolean {
  return ACTION.test(
    text
      .replaceAll(/[^\p{L}\p{N}\p{M} ’'.,?-]+/gu, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim(),
  );
}

/** The foot of a letter to many. */
export function isUnsubscribing(text: string): boolean {
  return /unsubscribe|opt out|abmelden|abbestellen|austragen|désabonner|désinscri|darse de baja|cancelar (?:la )?suscripci|cancelar (?:a )?inscriç|descadastr|disiscri|afmelden|配信停止|退订|退訂|إلغاء الاشتراك/iu.test(
    text,
  );
}

/** The notice of a site that earns by the links of an article. */
export function isAffiliateNotice(text: string): boolean {
  return /\baffiliate (?:links?|commission)|affiliate-?links?|werbelinks?|liens? (?:d.)?affili|(?:enlaces|links) de afiliad|アフィリエイト/iu.test(
    text,
  );
}

/** A notice of a board about the rights of its reader. */
export function isBoardNotice(text: string): boolean {
  return /\b(?:you (?:can|may|cannot)(?: not)? (?:post|reply|vote|edit|attach)|(?:du darfst|sie dürfen|ihr dürft) (?:keine|neue|beiträge))/iu.test(
    text,
  );
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
