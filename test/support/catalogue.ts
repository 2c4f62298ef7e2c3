/** The texts of screens, for tests that look for them there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../relay/build.ts';
import type { PlainKey } from '../../relay/words/language.ts';

type Text = string | { readonly message: string };

const FOLDER = join(ROOT, 'relay/words/locales');

/** The text with a key. For a text with values in it, the longest part between them. */
export type Words = (key: PlainKey) => string;

export function wordsIn(language: string): Words {
  const texts = JSON.parse(readFileSync(join(FOLDER, `${language}.json`), 'utf8')) as Record<
    PlainKey,
    Text
  >;
  return (key) => {
    const text = texts[key];
    const parts = (typeof text === 'string' ? text : text.message).split(/\{\w+\}/);
    return parts.reduce((longest, part) => (part.length > longest.length ? part : longest)).trim();
  };
}
