import { Brand, formatBytes } from '@mayfly/relay/view';
import type { Settings } from '../../store/settings.ts';
import type { HandingAnswer } from '../../ui/choose-handing.ts';

export interface WelcomeProps {
  readonly handsOn: Settings['handsOn'];
  readonly dailyBytes: Settings['dailyBytes'];
  readonly optionsHref: string;
  readonly onAnswer: (answer: HandingAnswer) => void;
}

/** Shown once, on the first run: what handing on is, and the question which pages the user wants handed on. */
export function Welcome({ handsOn, dailyBytes, optionsHref, onAnswer }: WelcomeProps) {
  return (
    <main class="card welcome">
      <Brand />
      <h1 class="card-title">A page lives as long as somebody holds it</h1>
      <p>
        No server keeps what you share with Mayfly. Your browser does: it holds the page and hands
        it to whoever opens the link, also when no tab is open. If nobody holds it any more, it is
        gone.
      </p>
      <p>
        So pages live longer when readers hold them too. Your browser can do that for pages that you
        open: it keeps them anyway, and would hand them on to the next reader.
      </p>
      <h2 class="welcome-question" id="question">
        Which pages may your browser hand on?
      </h2>
      <div class="welcome-answers" role="group" aria-labelledby="question">
        <AnswerCard
          title="Only what I share"
          isChosen={handsOn === 'mine'}
          onChoose={() => onAnswer('mine')}
        >
          Pages you open stay with you. No relay is told that you hold them, and nobody gets them
          from you.
        </AnswerCard>
        <AnswerCard
          title="What I open, too"
          isChosen={handsOn === 'viewed'}
          onChoose={() => onAnswer('viewed')}
        >
          The relay in a link is told that you hold the page, and sees your internet address as
          every site does. Other readers do not.
        </AnswerCard>
      </div>
      <p class="welcome-outcome" role="status">
        {OUTCOME[handsOn]}
      </p>
      <p class="soft">
        {dailyBytes !== 'any' && `Handing on stops at ${formatBytes(dailyBytes)} a day. `}
        You can pause it at any time, and change all of this in the{' '}
        <a href={optionsHref}>options</a>.
      </p>
    </main>
  );
}

const OUTCOME: Record<Settings['handsOn'], string> = {
  unasked: 'Until you answer, only what you share is handed on.',
  mine: 'Only what you share is handed on. To begin, select something on any page, right-click it, and choose “Share selection ephemerally”.',
  viewed:
    'What you share and what you open is handed on. To begin, select something on any page, right-click it, and choose “Share selection ephemerally”.',
};

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
