/** The language of the command line; decisions/one-catalogue.md says why it has only one. */
import english from '../words/locales/en.json' with { type: 'json' };
import { speak } from '../words/index.ts';

const texts = new Map<string, string | { readonly message: string }>(Object.entries(english));

/** Makes sizes, times and other common texts English. */
export function speakEnglish(): void {
  const textOf = (key: string) => {
    const text = texts.get(key);
    return typeof text === 'object' ? text.message : text;
  };
  speak({ language: 'en', locale: 'en', textOf });
}
