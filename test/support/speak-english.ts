/** Has everything said in English, as it is to whoever reads that. Imported by the set-up of the tests. */
import english from '../../relay/words/locales/en.json' with { type: 'json' };
import { speak } from '../../relay/words/language.ts';

const texts = new Map<string, string | { readonly message: string }>(Object.entries(english));

export function speakEnglish(): void {
  const textOf = (key: string) => {
    const text = texts.get(key);
    return typeof text === 'object' ? text.message : text;
  };
  speak({ language: 'en', locale: 'en', textOf });
}

speakEnglish();
