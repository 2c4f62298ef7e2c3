/** The language of the screens. */
export interface Choice {
  /** The language of the texts. */
  readonly language: string;
  /** The reader's own tag for it, which dates and numbers follow. */
  readonly locale: string;
}

export const ENGLISH: Choice = { language: 'en', locale: 'en' };

/** Chooses the first of the `wanted` languages that is `spoken`, in any region; otherwise English. */
export function choiceOf(wanted: readonly string[], spoken: readonly string[]): Choice {
  for (const locale of wanted) {
    const name = nameOf(locale);
    const language = name && spoken.find((one) => nameOf(one) === name);
    if (language) return { language, locale };
  }
  return ENGLISH;
}

/** The language and its script: a reader of one script of Chinese may not read the other. */
function nameOf(tag: string): string | undefined {
  try {
    const { language, script } = new Intl.Locale(tag).maximize();
    return `${language}-${script}`;
  } catch {
    return undefined; // a user may tell the browser to send any tag
  }
}
