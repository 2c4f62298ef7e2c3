import { CopyButton } from '@mayfly/relay/view';
import { canBeOpened, formatBytes, openedOf, t } from '@mayfly/relay/words';
import type { RecentPage } from '../../messages.ts';
import { formatAge } from '../format-age.ts';
import { Holders } from '../holders.tsx';
import { isOnlyCopy } from '../only-copy.ts';
import { Fold } from '../fold.tsx';
import { useKeptFold } from '../kept-fold.ts';

/** The popup has room for this many; the library has them all. */
export const SHOWN_PAGES = 3;

export interface RecentPagesProps {
  readonly pages: readonly RecentPage[];
  /** The number of all pages that this browser keeps. */
  readonly heldCount: number;
  readonly libraryHref: string;
  readonly viewerHref: (link: string) => string;
}

/** The pages shared or opened last, with the number of people who hold them. Folded until the user once opens it. */
export function RecentPages({ pages, heldCount, libraryHref, viewerHref }: RecentPagesProps) {
  const fold = useKeptFold('popup-pages');
  return (
    <Fold {...fold} title={t('popup_held', { count: heldCount })}>
      <ul class="recent">
        {pages.slice(0, SHOWN_PAGES).map((page) => (
          <RecentRow key={page.address} page={page} viewerHref={viewerHref} />
        ))}
      </ul>
      <a class="recent-all" href={libraryHref} target="_blank">
        {t('popup_seeAll')}
      </a>
    </Fold>
  );
}

interface RecentRowProps extends Pick<RecentPagesProps, 'viewerHref'> {
  readonly page: RecentPage;
}

function RecentRow({ page, viewerHref }: RecentRowProps) {
  return (
    <li class="recent-page" data-only={isOnlyCopy(page.holders, page.home)}>
      <a class="recent-link" href={viewerHref(page.link)} target="_blank" dir="auto">
        <bdi>{page.title}</bdi>
      </a>
      <span class="recent-facts">
        {page.isUploaded ? (
          <Holders count={page.holders} home={page.home} />
        ) : (
          t('page_notHandedOn')
        )}
        <span>{formatBytes(page.length)}</span>
        <span>{sinceWords(page)}</span>
        {page.once && page.once.length > 0 && <span>{openedOf(page.once)}</span>}
      </span>
      <CopyLink {...page} />
    </li>
  );
}

/** Copies the only link, if it still opens. Of several, each is for another person: the library lists them. */
function CopyLink({ title, link, once }: CopyLinkProps) {
  const [only, ...others] = once ?? [];
  if (once && (!only || others.length > 0 || !canBeOpened(only))) return null;
  return (
    <span class="recent-copy" role="group" aria-label={t('popup_linkTo', { title })}>
      <CopyButton text={only?.link ?? link} label={t('popup_copy')} />
    </span>
  );
}

type CopyLinkProps = Pick<RecentPage, 'title' | 'link' | 'once'>;

function sinceWords({ origin, addedAt }: RecentPage): string {
  const age = formatAge(addedAt, Date.now());
  return origin === 'published' ? t('page_shared', { age }) : t('page_opened', { age });
}
