import type { ComponentChildren } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { shownPieces } from '../words/text/decode-text.ts';
import { COLOURED_BYTES, highlight } from './highlight.ts';
import { LANGUAGES, languageOf, type LanguageId } from '../words/code-languages.ts';
import { essenceOf } from '../words/media/essence.ts';
import type { Page } from '../words/reading.ts';
import { useRemembered } from './remembered.ts';
import { TextSurface } from './text-surface.ts';
import { t } from '../words/language.ts';

export interface TextContentProps {
  readonly page: Page;
  /** The first element of the bar over the text. */
  readonly lead?: ComponentChildren;
}

/** A page as text, in any encoding and language, with the reader's choices for its look. */
export function TextContent({ page, lead }: TextContentProps) {
  const told = languageOf(essenceOf(page.mediaType), page.name);
  const [chosen, setChosen] = useState<LanguageId | 'none' | undefined>(undefined);
  const language = chosen ?? told;
  const [isWrapped = true, setWrapped] = useRemembered('text-wrapped');
  const [isNumbered = told !== undefined, setNumbered] = useRemembered('text-numbered');
  const look = { isNumbered, language: language === 'none' ? undefined : language };
  const { host, restLine, showNext } = useSurface(page, look);
  return (
    <>
      <div class="content-bar">
        {lead}
        <div class="content-tools">
          <Toggle label={t('view_wrapLines')} isOn={isWrapped} onToggle={setWrapped} />
          <Toggle label={t('view_lineNumbers')} isOn={isNumbered} onToggle={setNumbered} />
          <LanguageChoice page={page} language={language} onLanguage={setChosen} />
        </div>
      </div>
      <div
        class="content-text"
        ref={host}
        role="region"
        aria-label={t('view_textOfPage')}
        tabIndex={0}
        data-wrapped={isWrapped}
        data-numbered={isNumbered}
      />
      {restLine !== undefined && (
        <p class="content-rest">
          {t('view_textTooLong')}
          <button type="button" class="button" onClick={showNext}>
            {t('view_goOnFrom', { line: restLine })}
          </button>
        </p>
      )}
    </>
  );
}

interface Look {
  readonly isNumbered: boolean;
  readonly language: LanguageId | undefined;
}

/** The element to fill, and its state as page and look change. */
function useSurface(page: Page, { isNumbered, language }: Look) {
  const host = useRef<HTMLDivElement>(null);
  const [surface, setSurface] = useState<TextSurface | undefined>(undefined);
  const [restLine, setRestLine] = useState<number | undefined>(undefined);
  const [isFilled, setFilled] = useState(false);
  const fill = async (filled: TextSurface) => {
    setFilled(false);
    setRestLine(await filled.showNext());
    setFilled(true);
  };
  useLayoutEffect(() => {
    // It is in the document by now.
    const begun = new TextSurface(host.current!, shownPieces(page));
    setSurface(begun);
    void fill(begun);
    return () => begun.end();
  }, [page.bytes, page.mediaType, page.encoding]);
  useEffect(() => surface?.number(isNumbered), [surface, isNumbered]);
  useEffect(() => {
    if (!surface || !isFilled) return;
    const stopped = new AbortController();
    void highlight(page, language, stopped.signal).then((colouring) => {
      if (!stopped.signal.aborted) void surface.colour(colouring);
    });
    return () => stopped.abort();
  }, [surface, isFilled, language]);
  const showNext = () => {
    scrollTo({ top: 0 });
    host.current?.focus({ preventScroll: true });
    if (surface) void fill(surface);
  };
  return { host, restLine, showNext };
}

interface ToggleProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onToggle: (isOn: boolean) => void;
}

function Toggle({ label, isOn, onToggle }: ToggleProps) {
  return (
    <button
      type="button"
      class="content-toggle"
      aria-pressed={isOn}
      onClick={() => onToggle(!isOn)}
    >
      {label}
    </button>
  );
}

interface LanguageChoiceProps {
  readonly page: Page;
  readonly language: LanguageId | 'none' | undefined;
  readonly onLanguage: (language: LanguageId | 'none') => void;
}

function LanguageChoice({ page, language, onLanguage }: LanguageChoiceProps) {
  const id = useId();
  if (page.bytes.length > COLOURED_BYTES) return null;
  return (
    <>
      <label class="visually-hidden" for={id}>
        {t('view_coloursFor')}
      </label>
      <select
        id={id}
        class="content-language"
        value={language ?? 'none'}
        // The values are those of the options.
        onChange={(event) => onLanguage(event.currentTarget.value as LanguageId | 'none')}
      >
        <option value="none">{t('view_plainText')}</option>
        {LANGUAGES.map(({ id: value, name }) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </>
  );
}
