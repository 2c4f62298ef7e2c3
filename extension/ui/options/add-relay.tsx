import { formatRoom, t } from '@mayfly/relay/words';
import { useEffect, useState } from 'preact/hooks';
import { relayProblemText } from '../../sentences.ts';
import type { Trial } from './relay-trial.ts';

export interface AddRelayProps {
  readonly trial: Trial;
  /** Called with the entered text, on a click of the user. */
  readonly onTry: (text: string) => void;
  /** Called to add a relay that cannot be reached now. */
  readonly onAddAnyway: (relay: string) => void;
}

/** Asks for the address of a relay, and tells what came of trying it. */
export function AddRelay({ trial, onTry, onAddAnyway }: AddRelayProps) {
  const [text, setText] = useState('');
  // Shows the understood address as soon as its trial begins; not later, when the user may be typing again.
  useEffect(() => {
    if (trial.state === 'asking') setText(trial.relay);
    if (trial.state === 'answered' || trial.state === 'unanswered') setText('');
  }, [trial]);
  return (
    <>
      <form
        class="options-form"
        onSubmit={(event) => {
          event.preventDefault();
          onTry(text);
        }}
      >
        <label class="options-label" for="relay">
          {t('options_addRelay')}
        </label>
        <div class="row">
          <input
            id="relay"
            class="field"
            dir="ltr"
            type="text"
            inputMode="url"
            autocomplete="off"
            spellcheck={false}
            placeholder="https://relay.example"
            value={text}
            aria-describedby="relay-why relay-outcome"
            onInput={(event) => setText(event.currentTarget.value)}
          />
          <button
            class="button button-primary"
            type="submit"
            disabled={trial.state === 'asking' || text.trim() === ''}
          >
            {t('options_testAndAdd')}
          </button>
        </div>
      </form>
      <p id="relay-why" class="soft">
        {t('options_whyPermission')}
      </p>
      <div id="relay-outcome" class="options-outcome" role="status">
        <Outcome trial={trial} onAddAnyway={onAddAnyway} />
      </div>
    </>
  );
}

function Outcome({ trial, onAddAnyway }: Pick<AddRelayProps, 'trial' | 'onAddAnyway'>) {
  switch (trial.state) {
    case 'none':
      return null;
    case 'asking':
      return <p class="notice">{t('options_asking', { relay: trial.relay })}</p>;
    case 'invalid':
      return (
        <p class="notice" data-kind="problem">
          {t('options_notARelayAddress')}
        </p>
      );
    case 'present':
      return <p class="notice">{t('options_relayPresent', { relay: trial.relay })}</p>;
    case 'answered':
      return (
        <div class="notice">
          <p>
            {t('options_relayAnswers', {
              relay: trial.relay,
              size: formatRoom(trial.limits.pageBytes),
              most: trial.limits.haves,
            })}
          </p>
          {!trial.isPermitted && <p>{t('options_notPermitted')}</p>}
        </div>
      );
    case 'failed':
      return (
        <div class="notice" data-kind="problem">
          <p>{relayProblemText(trial.relay, trial.problem)}</p>
          {trial.problem === 'unreachable' && (
            <div class="row">
              <button class="button" type="button" onClick={() => onAddAnyway(trial.relay)}>
                {t('options_addAnyway')}
              </button>
            </div>
          )}
        </div>
      );
    case 'unanswered':
      return (
        <p class="notice" data-kind="warning">
          {t('options_relayUnanswered', { relay: trial.relay })}
        </p>
      );
  }
}
