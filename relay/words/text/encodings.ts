/** The encodings that a reader may choose for a text. */
import { FALLBACK } from './encoding.ts';
import { isolated, locale } from '../language.ts';

/** Encodings, each with its language, script or region. Browsers know the names of these in every language. */
const OFFERED = {
  'utf-8': 'Unicode',
  'utf-16le': 'Unicode',
  'utf-16be': 'Unicode',
  [FALLBACK]: '155', // Western Europe, in the region numbers of the United Nations
  'iso-8859-15': '155',
  macintosh: '155',
  'windows-1250': '151', // Eastern Europe
  'iso-8859-2': '151',
  'windows-1257': '154', // Northern Europe
  'iso-8859-4': '154',
  'windows-1251': 'Cyrl',
  'koi8-u': 'Cyrl',
  ibm866: 'Cyrl',
  'iso-8859-5': 'Cyrl',
  'x-mac-cyrillic': 'Cyrl',
  'windows-1253': 'el',
  'iso-8859-7': 'el',
  'windows-1254': 'tr',
  'windows-1255': 'he',
  'windows-1256': 'ar',
  'iso-8859-6': 'ar',
  'windows-874': 'th',
  'windows-1258': 'vi',
  shift_jis: 'ja',
  'euc-jp': 'ja',
  'iso-2022-jp': 'ja',
  gb18030: 'zh-Hans',
  big5: 'zh-Hant',
  'euc-kr': 'ko',
};

export interface EncodingOption {
  readonly encoding: string;
  readonly name: string;
}

/** The offered encodings, including `current`. */
export function encodingOptions(current: string): readonly EncodingOption[] {
  const offered = Object.entries(OFFERED).map(([encoding, of]) => ({
    encoding,
    name: `${nameOf(of)} (${isolated(encoding)})`,
  }));
  const isOffered = offered.some(({ encoding }) => encoding === current);
  return isOffered ? offered : [{ encoding: current, name: current }, ...offered];
}

/** A number is a region, four letters are a script, everything else is a language. */
function nameOf(of: string): string {
  if (of === 'Unicode') return of;
  const type = /^\d/.test(of) ? 'region' : of.length === 4 ? 'script' : 'language';
  return new Intl.DisplayNames(locale(), { type }).of(of) ?? of;
}
