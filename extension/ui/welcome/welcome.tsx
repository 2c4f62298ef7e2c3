import { Brand } from '@mayfly/relay/view';
import { formatBytes, phrase, sentences, t } from '@mayfly/relay/words';
import type { Settings } from '../../store/settings.ts';
import type { UploadAnswer } from '../upload-choice.ts';

export interface WelcomeProps {
  readonly uploads: Settings['uploads'];
  readonly dailyBytes: Settings['dailyBytes'];
  readonly optionsHref: string;
  readonly onAnswer: (answer: UploadAnswer) => void;
}

/** Shown once, on the first run: what uploading means, and the question which pages the user wants handed on. */
export function Welcome({ uploads, dailyBytes, optionsHref, onAnswer }: WelcomeProps) {
  return (
    <main class="card welcome">
      <Brand />
      <h1 class="card-title">{t('welcome_title')}</h1>
      <p>{t('welcome_what')}</p>
      <p>{t('welcome_why')}</p>
      <h2 class="welcome-question" id="question">
        {t('welcome_question')}
      </h2>
      <div class="welcome-answers" role="group" aria-labelledby="question">
        <AnswerCard
          title={t('welcome_mine')}
          isChosen={uploads === 'published'}
          onChoose={() => onAnswer('published')}
        >
          {t('welcome_mineWhat')}
        </AnswerCard>
        <AnswerCard
          title={t('welcome_viewed')}
          isChosen={uploads === 'all'}
          onChoose={() => onAnswer('all')}
        >
          {t('welcome_viewedWhat')}
        </AnswerCard>
      </div>
      <p class="welcome-outcome" role="status">
        {outcomeOf(uploads)}
      </p>
      <p class="soft">
        {dailyBytes !== 'any' && t('welcome_daily', { size: formatBytes(dailyBytes) })}{' '}
        {phrase('welcome_change', { options: <a href={optionsHref}>{t('welcome_options')}</a> })}
      </p>
    </main>
  );
}

function outcomeOf(uploads: Settings['uploads']): string {
  if (uploads === 'unasked') return t('welcome_unasked');
  return sentences(
    uploads === 'published' ? t('welcome_choseMine') : t('welcome_choseViewed'),
    t('welcome_begin', { menu: t('menu_shareSelection') }),
  );
}

interface AnswerCardProps {
  readonly title: string;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly children: string;
}

function AnswerCard({ title, isChosen, onChoose, children }: AnswerCardProps) {
  return (
    <button class="welcome-answer" type="button" aria-pressed={isChosen} onClick={onChoose}>
      <span class="welcome-answer-title">{title}</span>
      <span>{children}</span>
    </button>
  );
}
