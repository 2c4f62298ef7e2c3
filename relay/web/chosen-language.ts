/** Which of the languages that there are is spoken. */
export interface Choice {
  /** One of those that are spoken. */
  readonly language: string;
  /** What the reader calls it. */
  readonly locale: string;
}

export const ENGLISH: Choice = { language: 'en', locale: 'en' };

/** The first of the `wanted` languages that is `spoken`, in whichever region; English where none is. */
export function choiceOf(wanted: readonly string[], spoken: readonly string[]): Choice {
  for (const locale of wanted) {
    const name = nameOf(locale);
    const language = name && spoken.find((one) => nameOf(one) === name);
    if (language) return { language, locale };
  }
  return ENGLISH;
}

/** Language and script: who reads one script of Chinese may not read the other. */
function nameOf(tag: string): string | undefined {
  try {
    const { language, script } = new Intl.Locale(tag).maximize();
    return `${language}-${script}`;
  } catch {
    return undefined; // a browser may be told to send anything
  }
}
