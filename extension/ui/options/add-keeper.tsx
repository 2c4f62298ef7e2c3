import { t } from '@mayfly/relay/words';
import { useEffect, useState } from 'preact/hooks';
import { KeeperHow, KeeperProblemWords } from './keeper-words.tsx';
import type { KeeperTrial } from '../../messages.ts';
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
        <KeeperHow />
      </p>
      <div id="keeper-outcome" class="options-outcome" role="status">
        <Outcome attempt={attempt} />
      </div>
    </>
  );
}

function Outcome({ attempt }: Pick<AddKeeperProps, 'attempt'>) {
  switch (attempt.state) {
    case 'none':
      return null;
    case 'asking':
      return <p class="notice">{t('options_keeperAsking')}</p>;
    case 'failed':
      return (
        <p class="notice" data-kind="problem">
          {t('share_noBackground')}
        </p>
      );
    case 'over':
      return <Answered trial={attempt} />;
  }
}

function Answered({ trial }: { readonly trial: KeeperTrial }) {
  switch (trial.outcome) {
    case 'failed':
      return (
        <p class="notice" data-kind="problem">
          <KeeperProblemWords problem={trial.problem} />
        </p>
      );
    case 'present':
      return <p class="notice">{t('options_keeperPresent', { name: trial.name })}</p>;
    case 'added':
      return <p class="notice">{t('options_keeperAdded', { name: trial.name })}</p>;
  }
}
