import { Brand } from '@mayfly/relay/view';
import { phrase, sentences, t } from '@mayfly/relay/words';
import { FriendDrawing, LinkDrawing, SelectDrawing } from './drawings.tsx';

export interface WelcomeProps {
  readonly optionsHref: string;
  /** The keys that share a page, in the browser's own form; '' if there are none. */
  readonly pageKeys: string;
}

/** Shown once, after the installation: the three steps of a share, and a sentence to try them on. It asks nothing. */
export function Welcome({ optionsHref, pageKeys }: WelcomeProps) {
  const menu = t('menu_shareSelection');
  return (
    <main class="card welcome">
      <Brand />
      <h1 class="card-title">{t('welcome_title')}</h1>
      <p>{t('welcome_what')}</p>
      <ol class="welcome-steps">
        <li class="welcome-step">
          <SelectDrawing />
          {t('welcome_select', { menu })}
        </li>
        <li class="welcome-step">
          <LinkDrawing />
          {t('welcome_link')}
        </li>
        <li class="welcome-step">
          <FriendDrawing />
          {t('welcome_friend')}
        </li>
      </ol>
      <section class="welcome-try" aria-labelledby="try">
        <h2 class="welcome-try-title" id="try">
          {t('welcome_tryTitle')}
        </h2>
        <p class="welcome-sentence">{t('welcome_sentence')}</p>
        <p class="soft">{t('welcome_tryHow', { menu })}</p>
      </section>
      <p class="soft">
        {sentences(
          t('welcome_page', { menu: t('menu_sharePage') }),
          pageKeys !== '' && t('welcome_pageKeys', { keys: pageKeys }),
        )}
      </p>
      <p class="soft">
        {phrase('welcome_change', { options: <a href={optionsHref}>{t('welcome_options')}</a> })}
      </p>
    </main>
  );
}
