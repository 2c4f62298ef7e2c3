/** The attributes that a copy has as the page wrote them. A page may write anything there, so each has a form of its own. */
import { attributeOf } from './dom.ts';

const COUNT = /^\d{1,4}$/;
const CHOICE = /^(?:true|false)$/;

/** By their names, the forms of their values. That of a language is from RFC 5646, without private words. */
const FORMS = {
  lang: /^(?:[a-z]{2,3}(?:-[a-z]{3})?(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3})){0,2})?$/i,
  dir: /^(?:ltr|rtl)$/i,
  colspan: COUNT,
  rowspan: COUNT,
  columnspan: COUNT,
  display: /^(?:block|inline)$/,
  displaystyle: CHOICE,
  accent: CHOICE,
  accentunder: CHOICE,
  stretchy: CHOICE,
  linethickness: /^(?:\d{0,4}\.?\d{1,4}(?:%|[a-z]{2})?|thin|medium|thick)$/,
  mathvariant:
    /^(?:normal|bold|italic|monospace|initial|tailed|looped|stretched|(?:bold-)?(?:fraktur|italic|script)|(?:bold-)?sans-serif|sans-serif(?:-bold)?-italic|double-struck)$/,
} as const satisfies Readonly<Record<string, RegExp>>;

export type KeptAttribute = keyof typeof FORMS;

/** Undefined if there is none, or none in its form. */
export function keptValue(element: Element, name: KeptAttribute): string | undefined {
  const value = attributeOf(element, name);
  return value !== null && FORMS[name].test(value) ? value : undefined;
}

export function keepAttributes(
  element: Element,
  copy: Element,
  names: readonly KeptAttribute[],
): void {
  for (const name of names) {
    const value = keptValue(element, name);
    if (value !== undefined) copy.setAttribute(name, value);
  }
}
