/** How much text there is in an element, and of which kind. */

export interface TextMeasure {
  /** Letters and other signs, without white-space. A sign of a script without letters counts as two. */
  readonly length: number;
  /** The part of them that is in links. */
  readonly linked: number;
  /** The part of them in blocks of more than a line, outside links: what people read. */
  readonly prose: number;
  readonly links: number;
  /** Buttons and fields. */
  readonly controls: number;
}

export const NO_TEXT: TextMeasure = { length: 0, linked: 0, prose: 0, links: 0, controls: 0 };

const WIDE = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/gu;

export function lengthOf(text: string): number {
  return text.replaceAll(/\s+/g, '').length + (text.match(WIDE)?.length ?? 0);
}

export function together(measures: readonly TextMeasure[]): TextMeasure {
  const sum = { ...NO_TEXT } as Record<keyof TextMeasure, number>;
  for (const one of measures) {
    for (const kind of KINDS) sum[kind] += one[kind];
  }
  return sum;
}

const KINDS = Object.keys(NO_TEXT) as (keyof TextMeasure)[];

/** The part of a text that is in links, from 0 to 1. */
export function linkDensity({ length, linked }: TextMeasure): number {
  return length === 0 ? 0 : linked / length;
}
