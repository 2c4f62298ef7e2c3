/** Which screen a URL of the relay stands for. */
import { isLinkProblem, type Link, parseLink } from '../protocol/link.ts';
import { t } from '../view/words.ts';

export type Route =
  | { readonly screen: 'compose' }
  /** `link` is what is left of it where its key is damaged. */
  | { readonly screen: 'read'; readonly link: Link; readonly isKeyDamaged: boolean }
  | { readonly screen: 'nowhere' };

/** The route of `href`. Total: what is nothing else is nowhere. */
export function routeOf(href: string): Route {
  if (new URL(href).pathname === '/') return { screen: 'compose' };
  const link = parseLink(href);
  if (!isLinkProblem(link)) return { screen: 'read', link, isKeyDamaged: false };
  return link.problem === 'bad-key'
    ? { screen: 'read', link: link.rest, isKeyDamaged: true }
    : { screen: 'nowhere' };
}

/** The tab's title: never anything of a page or its link. */
export function titleOf(screen: Route['screen']): string {
  switch (screen) {
    case 'compose':
      return 'Mayfly';
    case 'read':
      return t('view_tabTitle');
    case 'nowhere':
      return t('web_nowhereTitle');
  }
}
