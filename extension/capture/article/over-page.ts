/** Things that lie over a page for a while: dialogs, cookie walls, bars. */
import { attributeOf, matches, nameOf } from '../dom.ts';

export function isOverPage(element: Element, { position }: CSSStyleDeclaration): boolean {
  if (position === 'fixed' || nameOf(element) === 'dialog') return true;
  return (
    /^(?:alert)?dialog$/.test(attributeOf(element, 'role') ?? '') ||
    attributeOf(element, 'aria-modal') === 'true' ||
    matches(element, ':popover-open')
  );
}
