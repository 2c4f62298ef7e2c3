import { CopyButton, HolderCount } from '@mayfly/relay/view';
import { formatBytes, t } from '@mayfly/relay/words';
import type { RecentPage } from '../../messages.ts';
import { formatAge } from '../format-age.ts';
import { isOnlyCopy } from '../only-copy.ts';

/** As many as fit; the library has them all. */
export const SHOWN_PAGES = 3;

export interface RecentPagesProps {
  readonly pages: readonly RecentPage[];
  /** How many pages this browser holds in all. */
  readonly heldCount: number;
  readonly libraryHref: string;
  readonly viewerHref: (link: string) => string;
}

/** The pages shared or opened last, with how many hold them. */
export function RecentPages({ pages, heldCount, libraryHref, viewerHref }: RecentPagesProps) {
  return (
    <section aria-labelledby="recent-title">
      <div class="recent-head">
        <h2 id="recent-title" class="recent-title">
          {heldCount === 0 ? t('popup_noneHeld') : t('popup_held', { count: heldCount })}
        </h2>
        {heldCount > SHOWN_PAGES && (
          <a class="recent-all" href={libraryHref} target="_blank">
            {t('popup_seeAll')}
          </a>
        )}
      </div>
      {heldCount === 0 && <p class="recent-empty">{t('popup_emptyHint')}</p>}
      <ul class="recent">
        {pages.slice(0, SHOWN_PAGES).map((page) => (
          <li key={page.address} class="recent-page" data-only={isOnlyCopy(page.holders)}>
            <a class="recent-link" href={viewerHref(page.link)} target="_blank" dir="auto">
              <bdi>{page.title}</bdi>
            </a>
            <span class="recent-facts">
              {page.isUploaded ? <HolderCount count={page.holders} /> : t('page_notHandedOn')}
              <span>{formatBytes(page.length)}</span>
              <span>{sinceWords(page)}</span>
            </span>
            <span
              class="recent-copy"
              role="group"
              aria-label={t('popup_linkTo', { title: page.title })}
            >
              <CopyButton text={page.link} label={t('popup_copy')} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function sinceWords({ origin, addedAt }: RecentPage): string {
  const age = formatAge(addedAt, Date.now());
  return origin === 'published' ? t('page_shared', { age }) : t('page_opened', { age });
}
