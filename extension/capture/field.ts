/** What is selected in a field that the user writes in. */
import type { Captured } from './captured.ts';
import { shadowRootOf } from './dom.ts';
import { isMasked } from './ink.ts';

type Field = HTMLTextAreaElement | HTMLInputElement;

/** The field that has the focus, in whichever shadow root. */
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

/** Undefined where nothing is selected in it. What it shows as dots is nobody's to read. */
export function textOfField(
  field: Field | undefined,
): Pick<Captured, 'text' | 'notes'> | undefined {
  const text = field && selectedText(field);
  if (!field || !text) return undefined;
  const isSecret = field.type === 'password' || isMasked(getComputedStyle(field));
  return isSecret ? { text: '', notes: ['masked'] } : { text, notes: [] };
}

function selectedText(field: Field): string {
  // null for the kinds of field that tell of no selection, of which the document knows in Chromium
  const { selectionStart: start, selectionEnd: end } = field;
  if (start === null || end === null) return getSelection()?.toString() ?? '';
  return field.value.slice(start, end);
}
