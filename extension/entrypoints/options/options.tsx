import { Brand, formatBytes } from '@mayfly/relay/view';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Trial } from './trial.ts';

export interface OptionsProps {
  /** The relay in use. */
  readonly relay: string;
  readonly trial: Trial;
  /** Called with what was entered, on the user's gesture. */
  readonly onTry: (text: string) => void;
  /** Called to use a relay that did not answer. */
  readonly onUseAnyway: (relay: string) => void;
  /** What else can be chosen. */
  readonly children?: ComponentChildren;
}

/** Where new pages are announced. */
export function Options({ relay, trial, onTry, onUseAnyway, children }: OptionsProps) {
  const [text, setText] = useState(relay);
  // What was understood, as soon as it is tried; not later, when somebody may be typing again.
  useEffect(() => {
    if (trial.state === 'asking') setText(trial.relay);
  }, [trial]);
  return (
    <main class="card">
      <Brand />
      <h1 class="card-title">Options</h1>
      <form
        class="options-form"
        onSubmit={(event) => {
          event.preventDefault();
          onTry(text);
        }}
      >
        <label class="options-label" for="relay">
          Relay for new pages
        </label>
        <div class="row">
          <input
            id="relay"
            class="field"
            type="text"
            inputMode="url"
            spellcheck={false}
            value={text}
            aria-describedby="relay-outcome"
            onInput={(event) => setText(event.currentTarget.value)}
          />
          <button
            class="button button-primary"
            type="submit"
            disabled={trial.state === 'asking' || text.trim() === ''}
          >
            Test and use
          </button>
        </div>
      </form>
      <div id="relay-outcome" class="options-outcome" role="status">
        <Outcome trial={trial} relay={relay} onUseAnyway={onUseAnyway} />
      </div>
      <p class="soft">
        A relay brings readers and holders together and keeps no page. Pages shared before stay
        announced where they were.
      </p>
      {children}
    </main>
  );
}

type OutcomeProps = Pick<OptionsProps, 'trial' | 'relay' | 'onUseAnyway'>;

function Outcome({ trial, relay, onUseAnyway }: OutcomeProps) {
  switch (trial.state) {
    case 'none':
      return <p class="soft">{`In use: ${relay}`}</p>;
    case 'asking':
      return <p class="notice">{`Asking ${trial.relay}…`}</p>;
    case 'invalid':
      return (
        <div class="notice" data-kind="problem">
          <p>
            Expected the address of a relay, such as https://relay.example or http://localhost:4000.
          </p>
        </div>
      );
    case 'answered':
      return (
        <div class="notice">
          <p>{`${trial.relay} answers and is now in use. It takes pages of up to ${formatBytes(trial.limits.pageBytes)}, and up to ${trial.limits.haves.toLocaleString('en')} pages from one browser.`}</p>
          {!trial.isPermitted && <p>{withoutPermission(trial.relay)}</p>}
        </div>
      );
    case 'failed':
      return (
        <div class="notice" data-kind="problem">
          <p>{trial.message}</p>
          <p>{`Still in use: ${relay}`}</p>
          <div class="row">
            <button class="button" type="button" onClick={() => onUseAnyway(trial.relay)}>
              Use it anyway
            </button>
          </div>
        </div>
      );
    case 'unanswered':
      return (
        <div class="notice" data-kind="warning">
          <p>{`${trial.relay} is now in use. New pages are kept here and announced when it can be reached.`}</p>
        </div>
      );
  }
}

function withoutPermission(relay: string): string {
  return `Links to ${relay} open in the relay's own page: the permission to open them here was not given.`;
}
