import { t } from '@mayfly/relay/words';
import { useEffect, useState } from 'preact/hooks';
import { keeperProblemText, PAIR_COMMAND, START_COMMAND } from '../../sentences.ts';
import type { KeeperAttempt } from './keeper-trial.ts';

export interface AddKeeperProps {
  readonly attempt: KeeperAttempt;
  /** Called with the pasted text. */
  readonly onAdd: (code: string) => void;
}

/** Asks for the code of a keeper, and tells what came of it. */
export function AddKeeper({ attempt, onAdd }: AddKeeperProps) {
  const [code, setCode] = useState('');
  const isAdded = attempt.state === 'over' && attempt.outcome !== 'failed';
  useEffect(() => {
    if (isAdded) setCode('');
  }, [isAdded]);
  return (
    <>
      <form
        class="options-form"
        onSubmit={(event) => {
          event.preventDefault();
          onAdd(code);
        }}
      >
        <label class="options-label" for="keeper-code">
          {t('options_keeperCode')}
        </label>
        <div class="row">
          <input
            id="keeper-code"
            class="field"
            dir="ltr"
            type="text"
            autocomplete="off"
            spellcheck={false}
            value={code}
            aria-describedby="keeper-how keeper-outcome"
            onInput={(event) => setCode(event.currentTarget.value)}
          />
          <button
            class="button button-primary"
            type="submit"
            disabled={attempt.state === 'asking' || code.trim() === ''}
          >
            {t('options_addKeeper')}
          </button>
        </div>
      </form>
      <p id="keeper-how" class="soft">
        {t('options_keeperHow', { start: START_COMMAND, pair: PAIR_COMMAND })}
      </p>
      <div id="keeper-outcome" class="options-outcome" role="status">
        <Outcome attempt={attempt} />
      </div>
    </>
  );
}

function Outcome({ attempt }: Pick<AddKeeperProps, 'attempt'>) {
  if (attempt.state === 'none') return null;
  const text = textOf(attempt);
  const isProblem =
    attempt.state === 'failed' || (attempt.state === 'over' && attempt.outcome === 'failed');
  return (
    <p class="notice" data-kind={isProblem ? 'problem' : undefined}>
      {text}
    </p>
  );
}

function textOf(attempt: Exclude<KeeperAttempt, { state: 'none' }>): string {
  if (attempt.state === 'over') {
    if (attempt.outcome === 'failed') return keeperProblemText(attempt.problem);
    const { name } = attempt;
    return attempt.outcome === 'added'
      ? t('options_keeperAdded', { name })
      : t('options_keeperPresent', { name });
  }
  return attempt.state === 'asking' ? t('options_keeperAsking') : t('share_noBackground');
}
