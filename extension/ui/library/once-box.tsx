import { ONCE_LINKS } from '@mayfly/relay/view';
import { type OnceLinkView, t } from '@mayfly/relay/words';
import type { LibraryPage } from '../../messages.ts';

export interface OnceBoxProps {
  readonly page: LibraryPage;
  readonly links: readonly OnceLinkView[];
  /** Unix milliseconds. */
  readonly now: number;
}

/** The once links of a page, below its row. */
export function OnceBox({ page: { title }, links, now }: OnceBoxProps) {
  return (
    <div
      class="library-once"
      role="group"
      aria-label={t('popup_linkTo', { title })}
      tabIndex={0} // so that the keyboard can scroll it
      onKeyDown={(event) => event.stopPropagation()} // the arrows scroll, and do not lead to another page
    >
      {links.length === 0 ? (
        <p class="soft">{t('library_noOnceWhy')}</p>
      ) : (
        <ONCE_LINKS.Component links={links} now={now} />
      )}
    </div>
  );
}
