import { useId, useState } from 'preact/hooks';
import { sentences, t } from '../../words/language.ts';
import { MOST_PEOPLE, MOST_TIMES, type Opens, peopleIn } from '../../words/once-link.ts';

export interface OpensChoiceProps {
  /** Undefined: any number of times. */
  readonly opens: Opens | undefined;
  readonly onOpens: (opens: Opens | undefined) => void;
  /** What has to be there when a reader opens the link: the author's browser, or the tab of this page. */
  readonly needs: 'browser' | 'tab';
  /** The reason why only a link for any number of times can be made now, as a sentence. */
  readonly obstacle?: string | undefined;
}

const SEVERAL = 2;

/** The choice how often the links of a new page open, and who gets one. */
export function OpensChoice({ opens, onOpens, needs, obstacle }: OpensChoiceProps) {
  const id = useId();
  const chosen = obstacle === undefined ? opens : undefined;
  const kind = chosen === undefined ? 'any' : chosen.times === 1 ? 'once' : 'several';
  const choose = (to: string) => {
    if (to === 'any') onOpens(undefined);
    else onOpens({ ...opens, times: to === 'once' ? 1 : SEVERAL });
  };
  return (
    <fieldset class="opens">
      <legend class="visually-hidden">{t('once_opens')}</legend>
      <div class="opens-line">
        <label for={id}>{t('once_opens')}</label>
        <select
          id={id}
          class="field"
          value={kind}
          disabled={obstacle !== undefined}
          onChange={(event) => choose(event.currentTarget.value)}
        >
          <option value="any">{t('once_any')}</option>
          <option value="once">{t('once_once')}</option>
          <option value="several">{t('once_several')}</option>
        </select>
        {chosen && kind === 'several' && <Times opens={chosen} onOpens={onOpens} />}
      </div>
      {obstacle !== undefined && <p class="opens-how">{obstacle}</p>}
      {chosen && <People opens={chosen} onOpens={onOpens} />}
      {chosen && (
        <p class="opens-how" aria-live="polite">
          {sentences(
            t('once_how', { count: chosen.times }),
            chosen.people && chosen.people.length > 1 && t('once_perLink'),
            t('once_copies'),
            needs === 'tab' ? t('once_tabOpen') : t('once_browserRuns'),
          )}
        </p>
      )}
    </fieldset>
  );
}

interface DetailProps extends Pick<OpensChoiceProps, 'onOpens'> {
  readonly opens: Opens;
}

function Times({ opens, onOpens }: DetailProps) {
  const write = (times: number) => {
    if (Number.isInteger(times) && times >= 1 && times <= MOST_TIMES) onOpens({ ...opens, times });
  };
  return (
    <input
      class="field opens-times"
      type="number"
      inputMode="numeric"
      aria-label={t('once_times')}
      min={SEVERAL}
      max={MOST_TIMES}
      value={opens.times}
      onChange={(event) => {
        write(Math.min(MOST_TIMES, Math.max(SEVERAL, event.currentTarget.valueAsNumber)));
        event.currentTarget.value = String(opens.times); // of a number that cannot be, nothing comes
      }}
    />
  );
}

function People({ opens: { people, ...opens }, onOpens }: DetailProps) {
  const [text, setText] = useState(() => people?.join(', ') ?? '');
  const id = useId();
  const hint = useId();
  const names = peopleIn(text);
  const write = (to: string) => {
    setText(to);
    onOpens({ ...opens, people: peopleIn(to).slice(0, MOST_PEOPLE) });
  };
  return (
    <>
      <label class="opens-each">
        <input
          type="checkbox"
          checked={people !== undefined}
          onChange={(event) => (event.currentTarget.checked ? write(text) : onOpens(opens))}
        />
        {t('once_eachPerson')}
      </label>
      {people && (
        <div class="opens-people">
          <label class="visually-hidden" for={id}>
            {t('once_people')}
          </label>
          <textarea
            id={id}
            class="field"
            rows={2}
            dir="auto"
            autocomplete="off"
            spellcheck={false}
            placeholder={t('once_people')}
            aria-describedby={hint}
            value={text}
            onInput={(event) => write(event.currentTarget.value)}
          />
          <p class="opens-how" id={hint} aria-live="polite">
            {sentences(
              t('once_separate'),
              names.length > MOST_PEOPLE
                ? t('once_mostPeople', { most: MOST_PEOPLE })
                : names.length > 0 && t('once_linkCount', { count: names.length }),
            )}
          </p>
        </div>
      )}
    </>
  );
}
