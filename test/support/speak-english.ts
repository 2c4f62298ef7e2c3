/** Sets English as the language of all texts. The set-up of the tests imports it. */
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
