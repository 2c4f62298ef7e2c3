import { CopyButton, HolderCount, formatBytes } from '@mayfly/relay/view';
import type { RecentPage } from '../../messages.ts';
import { formatAge } from '../../ui/format-age.ts';

/** As many as fit; the library has them all. */
const SHOWN = 3;

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
          {heldCount === 0 ? 'No pages held' : `Pages held: ${heldCount.toLocaleString('en')}`}
        </h2>
        {heldCount > SHOWN && (
          <a class="recent-all" href={libraryHref} target="_blank">
            See all in the library
          </a>
        )}
      </div>
      {heldCount === 0 && (
        <p class="recent-empty">What you share or open is held here, whichever tabs are open.</p>
      )}
      <ul class="recent">
        {pages.slice(0, SHOWN).map((page) => (
          <li key={page.address} class="recent-page">
            <a class="recent-link" href={viewerHref(page.link)} target="_blank">
              {page.title}
            </a>
            <span class="recent-facts">
              {page.isHandedOn ? <HolderCount count={page.holders} /> : 'not handed on'}
              <span>{formatBytes(page.length)}</span>
              <span>{`${page.origin === 'published' ? 'shared' : 'opened'} ${formatAge(page.addedAt, Date.now())}`}</span>
            </span>
            <span class="recent-copy" role="group" aria-label={`Link to ${page.title}`}>
              <CopyButton text={page.link} label="Copy" />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
