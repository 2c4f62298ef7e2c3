import { useId, useState } from 'preact/hooks';
import { t } from '../../words/language.ts';
import {
  canBeOpened,
  nameOfLink,
  type OnceLinkView,
  openedWords,
  triesWords,
} from '../../words/once-link.ts';
import { CopyButton } from '../copy-button.tsx';
import { LinkCode } from '../link-code.tsx';

export interface OnceLinksProps {
  readonly links: readonly OnceLinkView[];
  /** Unix milliseconds. */
  readonly now: number;
  /** The single link is drawn with its copy button as the main action of the screen. */
  readonly isPrimary?: boolean;
}

/** The once links of a page: each with its person, who opened it, and buttons that copy or show it. */
export function OnceLinks({ links, now, isPrimary = false }: OnceLinksProps) {
  const open = links.filter(canBeOpened);
  const all = () =>
    open.map((link) => `${nameOfLink(link, links.indexOf(link))}: ${link.link}`).join('\n');
  return (
    <section class="once-links" aria-label={t('once_links')}>
      <ul>
        {links.map((link, index) => (
          <OnceLink
            key={link.lock}
            link={link}
            name={links.length > 1 || link.person !== undefined ? nameOfLink(link, index) : ''}
            now={now}
            isPrimary={isPrimary && links.length === 1}
          />
        ))}
      </ul>
      {links.length > 1 && open.length > 0 && <CopyButton text={all} label={t('once_copyAll')} />}
    </section>
  );
}

interface OnceLinkProps extends Required<Pick<OnceLinksProps, 'now' | 'isPrimary'>> {
  readonly link: OnceLinkView;
  /** Empty for the only link, if it is for anybody. */
  readonly name: string;
}

function OnceLink({ link, name, now, isPrimary }: OnceLinkProps) {
  const [isCodeShown, setCodeShown] = useState(false);
  const [code, title] = [useId(), useId()];
  const isOpen = canBeOpened(link);
  return (
    <li class="once-link" data-over={!isOpen}>
      <div class="once-link-told">
        <p id={title} class="once-link-name">
          <bdi>{name || t('once_link')}</bdi>
        </p>
        <p class="once-link-state" role="status">
          {link.isDamaged ? t('once_damaged') : openedWords(link, now)}
        </p>
        {triesWords(link, now).map((sentence) => (
          <p key={sentence} class="once-link-tries">
            {sentence}
          </p>
        ))}
      </div>
      {isOpen && (
        <div class="once-link-acts" role="group" aria-labelledby={title}>
          <CopyButton text={link.link} label={t('view_copyLink')} primary={isPrimary} />
          <button
            class="button"
            type="button"
            aria-expanded={isCodeShown}
            aria-controls={code}
            onClick={() => setCodeShown(!isCodeShown)}
          >
            {t('view_qrCode')}
          </button>
        </div>
      )}
      <div class="once-link-code" id={code}>
        {isCodeShown && isOpen && <LinkCode link={link.link} />}
      </div>
    </li>
  );
}
