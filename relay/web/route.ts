/** Turns a URL of the relay into the screen that it stands for. */
import { findLink, type FoundLink } from '../protocol/find-link.ts';
import { t } from '../words/language.ts';

export type Route =
  | { readonly screen: 'compose' }
  | (FoundLink & { readonly screen: 'read' })
  /** `isKeeperCode`: somebody opened the code of a keeper as a link. */
  | { readonly screen: 'nowhere'; readonly isKeeperCode?: true };

/** The route of `href`. A link of this relay may arrive in many forms; any other path leads nowhere. */
export function routeOf(href: string): Route {
  const { pathname, origin } = new URL(href);
  if (pathname === '/') return { screen: 'compose' };
  const found = findLink(href);
  if (found?.isKeeperCode) return { screen: 'nowhere', isKeeperCode: true };
  return found?.link.relay === origin ? { screen: 'read', ...found } : { screen: 'nowhere' };
}

/** The tab's title. It never holds a part of a page or of its link. */
export function titleOf(screen: Route['screen'] | 'once' | 'shared'): string {
  switch (screen) {
    case 'compose':
      return 'Mayfly';
    case 'read':
    case 'once':
    case 'shared':
      return t('view_tabTitle');
    case 'nowhere':
      return t('web_nowhereTitle');
  }
}
