/**
 * Estimates the elements that a browser would draw for an SVG picture, without parsing it. A few elements that stand
 * for each other again and again can be millions, and a browser builds them all while the page waits.
 */

/** The most elements of a picture, including those that others stand for. */
export const MOST_DRAWN = 40_000;
/** The most levels of elements inside each other, and of references that follow each other. */
const MOST_DEEP = 256;
/** Nested copies cost a browser far more than the same elements written out: 10,000 took Chromium 156 15 s. */
const NESTED_COST = 10;

/** Tags. `<` cannot stand inside a tag, so nothing is read twice. */
const TAG = /<(\/?)([a-z][\w:.-]*)((?:[^"'<>]|"[^"<]*"|'[^'<]*')*)>/gi;
const ID = /\sid\s*=\s*["']([^"']*)/;
const REFERENCE = /(?:href\s*=\s*["']\s*#|url\(\s*["']?#)([^"')\s]+)/g;
/** An entity can put its text in many places, and the text may contain tags. */
const MARKUP_ENTITY = /<!ENTITY\s+\S+\s+(?:"[^"]*[<&]|'[^']*[<&])/i;

/** The content of an element with an id. */
interface Part {
  elements: number;
  readonly references: string[];
  /** Its size with everything that its references stand for; undefined until computed. */
  size?: number;
}

/** The approximate number of drawn elements; infinite if it cannot be computed. */
export function svgCost(svg: string): number {
  if (MARKUP_ENTITY.test(svg)) return Infinity;
  const { whole, parts } = partsOf(svg);
  return sizeOf(whole, parts, 0);
}

function partsOf(svg: string): { readonly whole: Part; readonly parts: Map<string, Part> } {
  const whole: Part = { elements: 0, references: [] };
  const parts = new Map<string, Part>();
  const open: (Part | undefined)[] = [whole];
  for (const [, slash, name = '', attributes = ''] of svg.matchAll(TAG)) {
    if (slash) {
      if (open.length > 1) open.pop();
      continue;
    }
    if (open.length > MOST_DEEP || whole.elements > MOST_DRAWN) whole.elements = Infinity;
    if (whole.elements === Infinity) break;
    const [, id] = ID.exec(attributes) ?? [];
    const part = id === undefined ? undefined : { elements: 0, references: [] };
    if (part && id !== undefined) parts.set(id, part);
    open.push(part);
    // Gradients normally build on each other, and the browser draws nothing for that.
    const targets = name.endsWith('Gradient') ? [] : [...attributes.matchAll(REFERENCE)];
    for (const holder of open) {
      if (!holder) continue;
      holder.elements += 1;
      holder.references.push(...targets.map(([, target = '']) => target));
    }
    if (attributes.endsWith('/')) open.pop();
  }
  return { whole, parts };
}

function sizeOf(part: Part, parts: ReadonlyMap<string, Part>, depth: number): number {
  if (depth > MOST_DEEP) return Infinity;
  if (part.size !== undefined) return part.size;
  part.size = 0; // an element that stands for itself is not drawn
  const copies = part.references
    .map((id) => parts.get(id))
    .filter((copied) => copied !== undefined);
  let size = part.elements;
  for (const copied of copies) {
    size += sizeOf(copied, parts, depth + 1) * (copied.references.length > 0 ? NESTED_COST : 1);
    if (size > MOST_DRAWN) break;
  }
  return (part.size = size);
}
