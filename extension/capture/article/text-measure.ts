/** How much text there is in an element, and of which kind. */

export interface TextMeasure {
  /** Letters and other signs, without white-space. */
  readonly length: number;
  /** The part of them that is in links. */
  readonly linked: number;
}

export const NO_TEXT: TextMeasure = { length: 0, linked: 0 };

export function together(measures: readonly TextMeasure[]): TextMeasure {
  let length = 0;
  let linked = 0;
  for (const one of measures) {
    length += one.length;
    linked += one.linked;
  }
  return { length, linked };
}

/** The part of a text that is in links, from 0 to 1. */
export function linkDensity({ length, linked }: TextMeasure): number {
  return length === 0 ? 0 : linked / length;
}
