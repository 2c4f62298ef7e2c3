/**
 * The text that a control of a form shows, if the page or a choice put it there. Typed text in a field is not part of a
 * selection around the field; browsers do not copy it either. A user can select it by itself.
 */
import { nameOf } from './dom.ts';

/** Undefined for an element that is no control. */
export function shownByControl(element: Element): string | undefined {
  switch (nameOf(element)) {
    case 'input':
      return shownByInput(element as HTMLInputElement);
    case 'select':
      return shownBySelect(element as HTMLSelectElement);
    case 'meter':
    case 'progress':
      return shownByGauge(element as HTMLMeterElement | HTMLProgressElement);
    case 'textarea':
      return '';
    default:
      return undefined;
  }
}

/** Says whether somebody typed into a field, or the page did so for them. */
export function isTypedInto(element: Element): boolean {
  return isForTyping(element) && (element as HTMLInputElement | HTMLTextAreaElement).value !== '';
}

export function isForTyping(element: Element): boolean {
  const name = nameOf(element);
  return (
    name === 'textarea' || (name === 'input' && !UNTYPED.test((element as HTMLInputElement).type))
  );
}

const UNTYPED = /^(?:button|checkbox|color|hidden|image|radio|range|reset|submit)$/;

function shownByInput({ type, value, checked, alt }: HTMLInputElement): string {
  switch (type) {
    case 'checkbox':
      return checked ? '☑' : '☐';
    case 'radio':
      return checked ? '◉' : '○';
    case 'button':
    case 'reset':
    case 'submit':
      return value;
    case 'image':
      return alt;
    default:
      return '';
  }
}

function shownBySelect({ multiple, size, options, selectedOptions }: HTMLSelectElement): string {
  const isList = multiple || size > 1;
  return [...(isList ? options : selectedOptions)]
    .map(({ label }) => label)
    .join(isList ? '\n' : ' ');
}

/** The page's label for it, or else its value in percent. */
function shownByGauge(gauge: HTMLMeterElement | HTMLProgressElement): string {
  const told = gauge.textContent?.trim();
  if (told) return told;
  if (!('position' in gauge)) return String(gauge.value);
  return gauge.position < 0 ? '' : `${Math.round(gauge.position * 100)} %`;
}
