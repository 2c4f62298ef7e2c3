import { formatBytes } from '@mayfly/relay/view';
import { useEffect, useState } from 'preact/hooks';
import { relayProblemText } from '../../wording.ts';
import type { Trial } from './trial.ts';

export interface AddRelayProps {
  readonly trial: Trial;
  /** Called with what was entered, on the user's gesture. */
  readonly onTry: (text: string) => void;
  /** Called to add a relay that cannot be reached now. */
  readonly onAddAnyway: (relay: string) => void;
}

/** Asks for the address of a relay, and tells what came of trying it. */
export function AddRelay({ trial, onTry, onAddAnyway }: AddRelayProps) {
  const [text, setText] = useState('');
  // What was understood, as soon as it is tried; not later, when somebody may be typing again.
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
          Add a relay
        </label>
        <div class="row">
          <input
            id="relay"
            class="field"
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
            Test and add
          </button>
        </div>
      </form>
      <p id="relay-why" class="soft">
        Your browser may ask to give Mayfly access to the relay’s site. That is so that its links
        open here, and not in the relay’s own page; without it, all else works.
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
      return <p class="notice">{`Asking ${trial.relay}…`}</p>;
    case 'invalid':
      return (
        <p class="notice" data-kind="problem">
          Expected the address of a relay, such as https://relay.example or http://localhost:4000.
        </p>
      );
    case 'present':
      return <p class="notice">{`${trial.relay} is one of your relays already.`}</p>;
    case 'answered':
      return (
        <div class="notice">
          <p>{`${trial.relay} answers, and is now the last of your relays. It takes pages of up to ${formatBytes(trial.limits.pageBytes)}, and up to ${trial.limits.haves.toLocaleString('en')} pages from one browser.`}</p>
          {!trial.isPermitted && (
            <p>Its links open in its own page: the access to open them here was not given.</p>
          )}
        </div>
      );
    case 'failed':
      return (
        <div class="notice" data-kind="problem">
          <p>{`${relayProblemText(trial.relay, trial.problem)} It was not added.`}</p>
          {trial.problem === 'unreachable' && (
            <div class="row">
              <button class="button" type="button" onClick={() => onAddAnyway(trial.relay)}>
                Add it anyway
              </button>
            </div>
          )}
        </div>
      );
    case 'unanswered':
      return (
        <p
          class="notice"
          data-kind="warning"
        >{`${trial.relay} is now the last of your relays. What is to be announced there is kept until it can be reached.`}</p>
      );
  }
}
