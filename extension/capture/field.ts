/** The selection in a field that the user writes in. */
import type { Captured } from './captured.ts';
import { shadowRootOf } from './dom.ts';
import { isMasked } from './ink.ts';

type Field = HTMLTextAreaElement | HTMLInputElement;

/** The field with the focus, in any shadow root. */
export function fieldWithFocus(): Field | undefined {
  let element = document.activeElement;
  for (let root = element && shadowRootOf(element); root;) {
    const inner: Element | null = root.activeElement;
    if (inner === null) break;
    element = inner;
    root = shadowRootOf(inner);
  }
  return element && isField(element) ? element : undefined;
}

function isField(element: Element): element is Field {
  return element instanceof HTMLTextAreaElement || element instanceof HTMLInputElement;
}

/** Undefined if nothing in it is selected. Text shown as dots stays secret. */
export function textOfField(
  field: Field | undefined,
): Pick<Captured, 'text' | 'notes'> | undefined {
  const text = field && selectedText(field);
  if (!field || !text) return undefined;
  const isSecret = field.type === 'password' || isMasked(getComputedStyle(field));
  return isSecret ? { text: '', notes: ['masked'] } : { text, notes: [] };
}

function selectedText(field: Field): string {
  // null for kinds of fields that do not expose their selection, although Chromium's document does
  const { selectionStart: start, selectionEnd: end } = field;
  if (start === null || end === null) return getSelection()?.toString() ?? '';
  return field.value.slice(start, end);
}
