/** Loads the texts of the reader's language, and has them spoken. */
import { speak } from '../words/index.ts';
import english from '../words/locales/en.json?texts';
import { type Choice, choiceOf, ENGLISH } from './chosen-language.ts';

type Texts = Readonly<Record<string, string>>;

/** Each language is a file of its own, which its readers load. English comes with the program. */
const FILES = import.meta.glob<Texts>(['../words/locales/*.json', '!../words/locales/en.json'], {
  query: '?texts',
  import: 'default',
});

/** The texts of the screens of many files and of once links, which few readers see. */
const REST = import.meta.glob<Texts>('../words/locales/*.json', {
  query: '?rest-of-texts',
  import: 'default',
});

interface Language extends Choice {
  readonly texts: Texts;
}

/** Speaks the first of the `wanted` languages that there is; English where its texts cannot be loaded. */
export async function speakTo(wanted: readonly string[]): Promise<void> {
  const { texts, ...choice } = await loadLanguage(wanted);
  let rest: Texts = {};
  const loadRest = async () => {
    const [own, fallback] = await Promise.all([choice.language, 'en'].map(loadRestOf));
    rest = { ...fallback, ...own };
  };
  speak({ ...choice, textOf: (key) => texts[key] ?? english[key] ?? rest[key], loadRest });
}

async function loadRestOf(language: string): Promise<Texts> {
  return (await REST[`../words/locales/${language}.json`]?.()) ?? {};
}

async function loadLanguage(wanted: readonly string[]): Promise<Language> {
  const spoken = ['en', ...Object.keys(FILES).map(languageOf)];
  const choice = choiceOf(wanted, spoken);
  try {
    const texts = await FILES[`../words/locales/${choice.language}.json`]?.();
    return texts ? { ...choice, texts } : { ...ENGLISH, texts: english };
  } catch (error) {
    console.error(error);
    return { ...ENGLISH, texts: english };
  }
}

function languageOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1, -'.json'.length);
}
