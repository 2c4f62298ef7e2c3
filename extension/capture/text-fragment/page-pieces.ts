/** Reads a page as a browser searches it, with the selection in it. */
import { childrenOf, isElement, isText, nameOf } from '../dom.ts';
import { GeneratedTexts } from '../generated.ts';
import { Selected } from '../selected.ts';
import type { Spaces } from '../plain-text.ts';
import { spacesOf } from '../text-style.ts';
import { type Visible, visibleIn } from '../visible-words.ts';
import type { Piece } from './runs.ts';

/** The number of texts around a selection in which words beside it are looked for. */
const TEXTS_AROUND = 60;
/** No browser searches them. */
const UNSEARCHED = /^(?:script|style|noscript|template|head|datalist)$/;
/** Shown as one thing, and not as text that runs on. */
const THING =
  /^(?:img|picture|svg|math|video|audio|canvas|iframe|object|embed|input|select|textarea|meter|progress|rt|rp)$/;
/** Of these, the ones whose text a browser finds. */
const SEARCHED_THING = /^(?:svg|math|textarea|rt|rp)$/;

type Met = { readonly type: 'text'; readonly node: Text; readonly spaces: Spaces };
type Part = Met | Extract<Piece, { type: 'edge' }>;

/** `visible`: the words of the selection that a person sees. */
export function piecesOf(page: Document, selected: Selected, visible: Visible): readonly Piece[] {
  const parts = [...partsIn(page.documentElement)];
  const texts = parts.filter((part) => part.type === 'text' && part.node.data.trim() !== '');
  const chosen = texts.filter(
    (part) => part.type === 'text' && selected.has(part.node) && visible.parts.has(part.node),
  );
  const isChosen = new Set<Part>(chosen);
  const shown = textsShownAround(page, texts as Met[], chosen as Met[]);
  return parts.map((part) => {
    if (part.type === 'edge') return part;
    const { node, spaces } = part;
    const isShown = node.data.trim() === '' || shown.get(node) === node.data;
    const extents = isChosen.has(part) ? selected.extentsOf(node) : [];
    const [from, to] = [extents[0]?.[0], extents.at(-1)?.[1]];
    const isSelected = from !== undefined && to !== undefined;
    return {
      type: 'text',
      text: node.data,
      isShown,
      spaces,
      ...(isSelected && { selected: [from, to] }),
    };
  });
}

/** The seen part of each text of the selection, and of those beside it. */
function textsShownAround(
  page: Document,
  texts: readonly Met[],
  chosen: readonly Met[],
): Visible['parts'] {
  const [start, end] = [chosen[0], chosen.at(-1)];
  if (!start || !end) return new Map();
  const first = texts[Math.max(0, texts.indexOf(start) - TEXTS_AROUND)] ?? start;
  const last = texts[Math.min(texts.length - 1, texts.indexOf(end) + TEXTS_AROUND)] ?? end;
  const around = new Selected([
    {
      startContainer: first.node,
      startOffset: 0,
      endContainer: last.node,
      endOffset: last.node.length,
    },
  ]);
  return visibleIn(around, page, new GeneratedTexts()).parts;
}

const BLOCK = { type: 'edge', edge: 'block' } as const;
const GAP = { type: 'edge', edge: 'gap' } as const;

function* partsIn(element: Element): Generator<Part> {
  const name = nameOf(element);
  if (UNSEARCHED.test(name)) return;
  const style = getComputedStyle(element);
  if (style.display === 'none') return;
  if (name === 'br') return yield BLOCK;
  const edge = edgeOf(name, style);
  if (edge) yield edge;
  if (!THING.test(name) || SEARCHED_THING.test(name)) yield* partsInside(element, style);
  if (edge) yield edge;
}

function* partsInside(element: Element, style: CSSStyleDeclaration): Generator<Part> {
  const spaces = spacesOf(style);
  for (const child of childrenOf(element)) {
    if (isElement(child)) yield* partsIn(child);
    else if (isText(child) && style.visibility === 'visible')
      yield { type: 'text', node: child, spaces };
  }
}

function edgeOf(name: string, { display }: CSSStyleDeclaration): Part | undefined {
  if (THING.test(name)) return GAP;
  return /^(?:inline|contents|ruby|ruby-base)$/.test(display) ? undefined : BLOCK;
}
