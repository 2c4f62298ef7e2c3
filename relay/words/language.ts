/**
 * Every text that people read, in their language. The texts are in `locales/`. Each program first says which language
 * it speaks, and where the texts of that language are.
 */
import type english from './locales/en.json';

type MessageKey = keyof typeof english;
/** A text with a form for each way of counting. Its `count` chooses the form. */
export type CountedKey = MessageKey extends infer Key
  ? Key extends `${infer Counted}_other`
    ? Counted
    : never
  : never;
/** A text that is always the same, except for the values put into it. */
export type PlainKey = Exclude<MessageKey, `${CountedKey}_${Intl.LDMLPluralRule}`>;

/** The values for a text, by the names in its braces. Numbers appear in the form of the language. */
export type Values = Readonly<Record<string, string | number>>;
type CountedValues = Values & { readonly count: number };

export interface Voice {
  /** The language of the texts, as a BCP 47 tag. */
  readonly language: string;
  /** The same tag, or one with a region: it decides the form of numbers and times. */
  readonly locale: string;
  /** The text with this key; empty or undefined where there is none. */
  readonly textOf: (key: string) => string | undefined;
  /** Loads the texts that only screens of many files and of once links show, where they do not come with the program. */
  readonly loadRest?: () => Promise<void>;
}

const PLACE = /\{(\w+)\}/;
const EVERY_PLACE = new RegExp(PLACE, 'g');
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u;
const RTL_LANGUAGE = /^(?:ar|fa|he|ur)\b/;
/** Languages that put nothing between two sentences. */
const UNSPACED = /^(?:ja|zh)\b/;

let speaking = voiceOf({ language: 'en', locale: 'en', textOf: () => undefined });

function voiceOf({ language, locale, textOf, loadRest }: Voice) {
  return {
    language,
    locale,
    textOf,
    loadRest,
    numbers: new Intl.NumberFormat(locale),
    plurals: new Intl.PluralRules(language),
    lists: new Intl.ListFormat(locale, { style: 'narrow' }),
  };
}

/** Sets the language of all texts from now on. */
export function speak(voice: Voice): void {
  speaking = voiceOf(voice);
}

/** Resolves when every text can be said, `files_…` and `once_…` included. Needed before a screen that says those is drawn. */
export async function loadAllTexts(): Promise<void> {
  await speaking.loadRest?.();
}

/** The language for the form of numbers, dates and times, as a BCP 47 tag. */
export function locale(): string {
  return speaking.locale;
}

/** The language attributes of an element around texts. */
export function direction(): { readonly lang: string; readonly dir: 'ltr' | 'rtl' } {
  const { language } = speaking;
  return { lang: language, dir: RTL_LANGUAGE.test(language) ? 'rtl' : 'ltr' };
}

/** The text with this key. */
export function t(key: PlainKey, values?: Values): string;
export function t(key: CountedKey, values: CountedValues): string;
export function t(key: string, values: Values = {}): string {
  return textFor(key, values).replace(EVERY_PLACE, (_, name: string) => written(values[name]));
}

/** The text with this key, with parts in it that are not text, such as elements. */
export function phrase<Part>(
  key: PlainKey,
  values: Readonly<Record<string, Part>>,
): readonly (string | Part | undefined)[] {
  const parts = textFor(key, {}).split(PLACE);
  return parts.map((part, i) => (i % 2 === 0 ? part : values[part]));
}

/** A number in the form of the language. */
export function number(value: number): string {
  return speaking.numbers.format(value);
}

/** A list of names as one text. */
export function list(names: readonly string[]): string {
  return speaking.lists.format(names.map(isolated));
}

/** Joins sentences, and leaves out empty ones. */
export function sentences(...said: readonly (string | undefined | false)[]): string {
  return said.filter(Boolean).join(UNSPACED.test(speaking.language) ? '' : ' ');
}

function textFor(key: string, { count }: Values): string {
  const form = typeof count === 'number' ? `_${speaking.plurals.select(count)}` : '';
  return speaking.textOf(key + form) || key;
}

function written(value: string | number | undefined): string {
  return typeof value === 'number' ? number(value) : isolated(value ?? '');
}

/**
 * Isolates a name, a size or a link. In a text of the other direction, it would otherwise change the order of words.
 */
export function isolated(text: string): string {
  const isMixed = direction().dir === 'rtl' || RIGHT_TO_LEFT.test(text);
  return isMixed ? `\u2068${text}\u2069` : text;
}
