/** Loads the texts of the language that the reader wants. */
import { type Choice, choiceOf } from './chosen-language.ts';

type Texts = Readonly<Record<string, string>>;

/** Each language in a file of its own, loaded by those who read it. English comes with the program. */
const FILES = import.meta.glob<Texts>(['../words/locales/*.json', '!../words/locales/en.json'], {
  query: '?texts',
  import: 'default',
});

export interface Language extends Choice {
  readonly texts: Texts;
}

/** Undefined where English is wanted, or where the texts cannot be had. */
export async function loadTexts(wanted: readonly string[]): Promise<Language | undefined> {
  const spoken = ['en', ...Object.keys(FILES).map(languageOf)];
  const choice = choiceOf(wanted, spoken);
  try {
    const texts = await FILES[`../words/locales/${choice.language}.json`]?.();
    return texts && { ...choice, texts };
  } catch (error) {
    console.error(error);
    return undefined;
  }
}

function languageOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1, -'.json'.length);
}
