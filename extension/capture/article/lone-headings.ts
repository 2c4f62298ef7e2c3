/** Finds headings without a text: the text below was a form, or a list of other pages. */
import { nameOf } from '../dom.ts';
import type { Cloned } from './numbered-clone.ts';

type Passed =
  | { readonly is: 'heading'; readonly rank: number; readonly cloned: Cloned }
  | { readonly is: 'text' }
  | { readonly is: 'left out' };

export function loneHeadings(root: Cloned, isOut: (cloned: Cloned) => boolean): Set<Cloned> {
  const passed: Passed[] = [];
  const visit = (cloned: Cloned): void => {
    const rank = Number(/^h([2-6])$/.exec(nameOf(cloned.element))?.[1]);
    if (isOut(cloned)) passed.push({ is: 'left out' });
    else if (rank) passed.push({ is: 'heading', rank, cloned });
    else {
      if (showsSomething(cloned)) passed.push({ is: 'text' });
      cloned.children.forEach(visit);
    }
  };
  visit(root);
  const lone = passed.filter(
    (one, at) => one.is === 'heading' && isLone(one.rank, passed.slice(at + 1)),
  );
  return new Set(lone.flatMap((one) => (one.is === 'heading' ? [one.cloned] : [])));
}

/** Says whether it has a picture or a text outside its children. */
function showsSomething({ clone, children, measure }: Cloned): boolean {
  const inside = children.reduce((sum, child) => sum + child.measure.length, 0);
  return clone.localName === 'img' || measure.length > inside;
}

function isLone(rank: number, after: readonly Passed[]): boolean {
  let hasGap = false;
  for (const one of after) {
    if (one.is === 'text') return false;
    if (one.is === 'left out') hasGap = true;
    else if (one.rank <= rank) return hasGap;
  }
  return hasGap;
}
