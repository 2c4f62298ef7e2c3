/** Words that a made page contains and does not show as its text, and the search for them in a copy. */
import { createHash } from 'node:crypto';
import { decodeHTML } from 'entities';

/** The place of a secret in its page. */
export type Hiding =
  | 'typed value'
  | 'hidden input'
  | 'password'
  | 'textarea'
  | 'unchosen option'
  | 'datalist'
  | 'draft'
  | 'form action'
  | 'link query'
  | 'link fragment'
  | 'link path'
  | 'link user'
  | 'mail link'
  | 'script link'
  | 'ping'
  | 'own address'
  | 'image address'
  | 'srcset'
  | 'source'
  | 'data-src'
  | 'poster'
  | 'frame address'
  | 'frame'
  | 'data attribute'
  | 'title attribute'
  | 'aria-label'
  | 'alt of unseen'
  | 'handler'
  | 'custom property'
  | 'class'
  | 'language'
  | 'formula'
  | 'comment'
  | 'json'
  | 'script'
  | 'meta'
  | 'microdata'
  | 'rdfa'
  | 'css content'
  | 'cookie'
  | 'storage'
  | 'display none'
  | 'visibility'
  | 'clip'
  | 'clip-path'
  | 'off-screen'
  | 'transparent'
  | 'zero size'
  | 'zero font'
  | 'screen reader only'
  | 'hidden attribute'
  | 'text-indent'
  | 'content-visibility'
  | 'scaled away'
  | 'masked'
  | 'template'
  | 'noscript'
  | 'closed details'
  | 'closed dialog'
  | 'closed popover'
  | 'unopened tab'
  | 'print only'
  | 'svg title'
  | 'fallback'
  | 'element property';

export interface Secret {
  readonly hiding: Hiding;
  readonly word: string;
}

/** Makes up the secrets of one page. The same page has the same ones each time. */
export class Secrets {
  readonly planted: Secret[] = [];
  readonly #page: string;

  constructor(page: string) {
    this.#page = page;
  }

  /** A new word that stands nowhere else. */
  readonly plant = (hiding: Hiding): string => {
    const digits = createHash('sha256')
      .update(`${this.#page} ${hiding}`)
      .digest('hex')
      .slice(0, 14);
    const word = `zq${BigInt(`0x${digits}`).toString(36)}`;
    this.planted.push({ hiding, word });
    return word;
  };
}

export function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

export function hex(text: string): string {
  return Buffer.from(text).toString('hex');
}

/** The secrets that can be found in a text, however they are encoded there. */
export function secretsIn(text: string, secrets: readonly Secret[]): readonly Secret[] {
  const readings = decodings(text);
  return secrets.filter(({ word }) => {
    const forms = [word, hex(word), word.split('').reverse().join('')];
    const isPlain = forms.some((form) =>
      readings.some((reading) => reading.toLowerCase().includes(form)),
    );
    return (
      isPlain || encodings(word).some((form) => readings.some((reading) => reading.includes(form)))
    );
  });
}

/** The text as it is, and as its entities, percent signs and escapes stand for it; also without what splits words. */
function decodings(text: string): readonly string[] {
  const entities = decodeHTML(text);
  const percent = percentDecoded(entities);
  const escapes = percent.replaceAll(
    /\\u\{?([0-9a-f]{2,6})\}?|\\x([0-9a-f]{2})/gi,
    (_, wide, short) => String.fromCodePoint(Number.parseInt(String(wide ?? short), 16)),
  );
  const all = [text, entities, percent, percentDecoded(percent), escapes];
  return [
    ...all,
    ...all.map((one) => one.replaceAll(/<[^>]*>|[\s\u00ad\u200b-\u200f\u2060.,_-]/g, '')),
  ];
}

function percentDecoded(text: string): string {
  return text.replaceAll(/%([0-9a-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** The base64 of a word at each place that it can have in a longer text, without the characters at its edges. */
function encodings(word: string): readonly string[] {
  return [word, word.toUpperCase()].flatMap((text) =>
    ['', 'x', 'xx'].map((before) => {
      const start = Math.ceil((before.length * 4) / 3);
      const whole = base64(before + text).replace(/=+$/, '');
      return whole.slice(start, -2);
    }),
  );
}
