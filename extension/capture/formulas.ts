/**
 * Formulas in the forms of browsers and well-known libraries. A library paints a formula with placed glyphs, and keeps
 * its meaning beside that, unseen. So the copy takes a formula once: as MathML, or else as its source text.
 */
import { attributeOf, childrenOf, isElement, isText, matches, nameOf } from './dom.ts';
import { keepAttributes } from './kept-attributes.ts';

const BOXES = '.katex, mjx-container, .MathJax, .MathJax_SVG, .MathJax_Display, .mwe-math-element';
const MATHML = 'http://www.w3.org/1998/Math/MathML';

export function isFormula(element: Element): boolean {
  return nameOf(element) === 'math' || matches(element, BOXES);
}

/** The copy of the formula as a node. */
export function formulaIn(owner: Document, formula: Element): Node {
  const math = mathOf(formula);
  return math ? copyMath(owner, math) : owner.createTextNode(formulaText(formula));
}

/** The formula as text: its source, or its parts in a line, with signs that show their structure. */
export function formulaText(formula: Element): string {
  const math = mathOf(formula);
  const source = math?.querySelector('annotation[encoding="application/x-tex"]')?.textContent;
  const told = [
    source,
    math && attributeOf(math, 'alttext'),
    attributeOf(formula, 'data-latex'),
    writtenBeside(formula),
    formula.querySelector('img[alt]')?.getAttribute('alt'),
    math && inLine(math),
    attributeOf(formula, 'aria-label'),
  ];
  return told.find((text) => text?.trim())?.trim() ?? '';
}

function mathOf(formula: Element): Element | null {
  return nameOf(formula) === 'math' ? formula : formula.querySelector('math');
}

/** MathJax 2 leaves the source in a script after the painted formula. */
function writtenBeside(formula: Element): string | undefined {
  const script = formula.nextElementSibling;
  return script?.matches('script[type^="math/tex"]') ? (script.textContent ?? '') : undefined;
}

const KEPT = new Set(
  `math merror mfrac mi mmultiscripts mn mo mover mpadded mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup
   msup mtable mtd mtext mtr munder munderover none`.split(/\s+/),
);
const KEPT_ATTRIBUTES = [
  'display',
  'mathvariant',
  'accent',
  'accentunder',
  'columnspan',
  'rowspan',
  'linethickness',
  'stretchy',
  'displaystyle',
  'dir',
] as const;
const UNSEEN = /^(?:annotation|annotation-xml|mphantom|maligngroup|malignmark)$/;

function copyMath(owner: Document, element: Element): Element {
  const name = nameOf(element);
  const copy = owner.createElementNS(MATHML, KEPT.has(name) ? name : 'mrow');
  keepAttributes(element, copy, KEPT_ATTRIBUTES);
  for (const child of partsOf(element)) {
    if (isText(child)) copy.append(child.data.trim());
    else if (isElement(child)) copy.append(copyMath(owner, child));
  }
  if (name === 'mfenced') fence(copy, element);
  return copy;
}

/** The visible children of a formula. */
function partsOf(element: Element): Node[] {
  const parts = childrenOf(element).filter(
    (child) => !isElement(child) || !UNSEEN.test(nameOf(child)),
  );
  return /^(?:semantics|maction)$/.test(nameOf(element))
    ? parts.filter(isElement).slice(0, 1)
    : parts;
}

function fence(copy: Element, element: Element): void {
  const sign = (text: string) => {
    const mo = copy.ownerDocument.createElementNS(MATHML, 'mo');
    mo.append(text);
    return mo;
  };
  const parts = [...copy.children];
  parts.slice(1).forEach((part) => part.before(sign(attributeOf(element, 'separators') ?? ',')));
  copy.prepend(sign(attributeOf(element, 'open') ?? '('));
  copy.append(sign(attributeOf(element, 'close') ?? ')'));
}

function inLine(element: Element): string {
  const parts = partsOf(element).flatMap((part) =>
    isElement(part) ? [inLine(part)] : isText(part) ? [part.data.trim()] : [],
  );
  const [base = '', second = '', third = ''] = parts.filter((part) => part !== '').map(grouped);
  switch (nameOf(element)) {
    case 'mfrac':
      return `${base}/${second}`;
    case 'msqrt':
      return `√${grouped(parts.join(''))}`;
    case 'mroot':
      return `${base}^(1/${second})`;
    case 'msup':
    case 'mover':
      return `${base}^${second}`;
    case 'msub':
    case 'munder':
      return `${base}_${second}`;
    case 'msubsup':
    case 'munderover':
      return `${base}_${second}^${third}`;
    case 'mtable':
      return `[${parts.join('; ')}]`;
    case 'mtr':
      return parts.join(', ');
    case 'mfenced':
      return `${attributeOf(element, 'open') ?? '('}${parts.join(', ')}${attributeOf(element, 'close') ?? ')'}`;
    default:
      return parts.join('');
  }
}

/** Puts it in brackets, unless it is one number, one name, or already in brackets. */
function grouped(text: string): string {
  return /^(?:[\p{L}\p{M}]+|[\d.,]+|[^\s\w]|\([^()]*\))$/u.test(text) || text === ''
    ? text
    : `(${text})`;
}
