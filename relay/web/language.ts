/** Loads the texts of the language that the reader wants. */
import english from '../view/locales/en.json?texts';
import { speak } from '../view/words.ts';
import { choiceOf, ENGLISH } from './chosen-language.ts';

type Texts = Readonly<Record<string, string>>;

/** Each language in a file of its own, loaded by those who read it. English is here at once. */
const FILES = import.meta.glob<Texts>(['../view/locales/*.json', '!../view/locales/en.json'], {
  query: '?texts',
  import: 'default',
});

/** Says everything from now on in the reader's language, once its texts are here. */
export async function speakAsWanted(wanted: readonly string[]): Promise<void> {
  const spoken = ['en', ...Object.keys(FILES).map(languageOf)];
  const { language, locale } = choiceOf(wanted, spoken);
  const texts = await textsIn(language);
  const said = texts['language'] === language ? { language, locale } : ENGLISH;
  speak({ ...said, textOf: (key) => texts[key] });
}

async function textsIn(language: string): Promise<Texts> {
  try {
    return (await FILES[`../view/locales/${language}.json`]?.()) ?? english;
  } catch (error) {
    console.error(error);
    return english;
  }
}

function languageOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1, -'.json'.length);
}
