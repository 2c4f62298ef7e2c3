/** A frame in which most of a page is. Another document scrolls there, which is not followed. */
import { meet } from '../box.ts';
import { boxOf, nameOf } from '../dom.ts';
import { visitElements } from './page-tree.ts';
import { areaOf, windowBox } from './scroller.ts';

/** A frame in a smaller part of the window is beside what matters, like a film or an advertisement. */
const LEAST_AREA = 0.5;

/** Says whether such a frame has more than is seen, as far as its site lets that be known. */
export function hasMainFrame(): boolean {
  let hasOne = false;
  visitElements(document.documentElement, ({ element }) => {
    hasOne ||= isFrame(element) && isMain(element) && mayScroll(element);
  });
  return hasOne;
}

function isFrame(element: Element): element is HTMLIFrameElement {
  return /^i?frame$/.test(nameOf(element));
}

function isMain(frame: Element): boolean {
  const view = windowBox();
  const { left, top, right, bottom } = meet(boxOf(frame), view);
  return (
    left < right &&
    top < bottom &&
    areaOf({ left, top, right, bottom }) >= LEAST_AREA * areaOf(view)
  );
}

function mayScroll({ contentDocument }: HTMLIFrameElement): boolean {
  const root = contentDocument?.scrollingElement; // none of another site
  return !root || root.scrollHeight > root.clientHeight + 1;
}
