/**
 * The look of text, as far as a shared page keeps it. It is a short list, which names only differences from the
 * reader's own style sheet.
 */
import { isLight, isTransparent, parseColour } from './colours.ts';
import { hasInk, isMasked, mayBeTaken, type Taken } from './ink.ts';
import type { Spaces } from './plain-text.ts';

export interface Look {
  /** Pixels. */
  readonly size: number;
  readonly isBold: boolean;
  readonly isItalic: boolean;
  readonly isUnderlined: boolean;
  readonly isStruck: boolean;
  readonly isMonospace: boolean;
  readonly spaces: Spaces;
  /** Capitals from the page's style sheet, and similar changes. */
  readonly letters: string;
  /** Text runs from right to left. */
  readonly isFromRight: boolean;
  /** Letters of the other direction follow this direction too. */
  readonly isForced: boolean;
  readonly align: string;
  /** Raised, lowered, or on the line. */
  readonly height: string;
  readonly bullet: string;
  readonly colour: string;
  /** The element's own ground, which its children do not inherit. */
  readonly ground: string;
  /** There is room between the text and the end of its ground. */
  readonly isPadded: boolean;
  /** A user may select it. */
  readonly isTaken: Taken;
}

const MONOSPACE = /mono|courier|consolas|menlo|typewriter/i;
const NO_GROUND = 'transparent';

export function lookOf(style: CSSStyleDeclaration, parent?: Look, name = ''): Look {
  const isTaken = mayBeTaken(name, style, parent?.isTaken ?? true);
  const ground = isTransparent(parseColour(style.backgroundColor))
    ? NO_GROUND
    : style.backgroundColor;
  const isFromRight = style.direction === 'rtl';
  return {
    size: Number.parseFloat(style.fontSize) || 16,
    isBold: isBold(style.fontWeight),
    isItalic: /italic|oblique/.test(style.fontStyle),
    // A line under or through an element continues through its children, whatever their own style says.
    isUnderlined: style.textDecorationLine.includes('underline') || parent?.isUnderlined === true,
    isStruck: style.textDecorationLine.includes('line-through') || parent?.isStruck === true,
    isMonospace: MONOSPACE.test(style.fontFamily),
    spaces: spacesOf(style),
    letters: /uppercase|lowercase|capitalize/.exec(style.textTransform)?.[0] ?? 'none',
    isFromRight,
    isForced: style.unicodeBidi.includes('override'),
    align: alignOf(style.textAlign, isFromRight),
    height: /^(?:sub|super)$/.test(style.verticalAlign) ? style.verticalAlign : 'baseline',
    bullet: style.listStyleType,
    colour: style.color,
    ground,
    isPadded: ground !== NO_GROUND && Number.parseFloat(style.paddingLeft) >= 2,
    isTaken,
  };
}

/** Says whether a style shows the text directly in an element, and shows it as it is. */
export function showsText(element: Element, style: CSSStyleDeclaration): boolean {
  const isShown = style.visibility === 'visible' && style.contentVisibility !== 'hidden';
  const isLarge = Number.parseFloat(style.fontSize) >= 1;
  return isShown && isLarge && hasInk(element, style) && !isMasked(style);
}

/** The white-space rule of a style, in any of its spellings. */
export function spacesOf({ whiteSpaceCollapse }: CSSStyleDeclaration): Spaces {
  if (/^(?:preserve|preserve-spaces|break-spaces)$/.test(whiteSpaceCollapse)) return 'pre-wrap';
  return whiteSpaceCollapse === 'preserve-breaks' ? 'pre-line' : 'normal';
}

function alignOf(css: string, isFromRight: boolean): string {
  const [named = 'start'] = /center|left|right|end|justify/.exec(css) ?? [];
  return named === (isFromRight ? 'right' : 'left') ? 'start' : named;
}

function isBold(weight: string): boolean {
  return weight === 'bold' || Number(weight) >= 600;
}

/** Elements to which the reader's style sheet gives a size. */
const SIZED = /^(?:h[1-6]|pre|code|kbd|samp|small|sub|sup|rt|rp)$/;
const COLOURED = /^(?:pre|code|blockquote|mark)$/;

export function hasOwnSize(name: string): boolean {
  return SIZED.test(name);
}

/** The look of an element of this name for the reader, inside a parent with the look `parent`. */
export function expectedLook(name: string, parent: Look, own: Look): Look {
  return {
    ...own,
    size: hasOwnSize(name) ? own.size : parent.size,
    isBold: parent.isBold || /^(?:b|strong|th|h[1-6])$/.test(name),
    isItalic: parent.isItalic || /^(?:i|em|cite|dfn|var)$/.test(name),
    isUnderlined: parent.isUnderlined || /^(?:a|u|ins)$/.test(name),
    isStruck: parent.isStruck || /^(?:s|del)$/.test(name),
    isMonospace: parent.isMonospace || /^(?:pre|code|kbd|samp)$/.test(name),
    spaces: name === 'pre' ? 'pre-wrap' : parent.spaces,
    letters: parent.letters,
    align: /^(?:th|span)$/.test(name) ? own.align : parent.align,
    height: /^su[bp]$/.test(name) ? own.height : 'baseline',
    bullet: name === 'li' ? parent.bullet : expectedBullet(name, own),
    isForced: name === 'bdo',
    // The reader's style sheet has colours of its own for these, so the copy must name their colours in the page.
    colour: COLOURED.test(name) ? '' : name === 'a' ? linkColour(parent, own) : parent.colour,
    ground: COLOURED.test(name) ? '' : NO_GROUND,
    isPadded: /^(?:pre|code|t[dh])$/.test(name),
  };
}

/** Links have the reader's own colour, unless that colour suits only another ground. */
function linkColour(parent: Look, own: Look): string {
  return isLight(parseColour(parent.colour)) ? '' : own.colour;
}

/** Lists of another depth have other bullets, also in the reader's style sheet. */
function expectedBullet(name: string, own: Look): string {
  const isUsual =
    name === 'ol' ? own.bullet === 'decimal' : /^(?:disc|circle|square)$/.test(own.bullet);
  return /^[ou]l$/.test(name) && !isUsual ? '' : own.bullet;
}

/** The declarations that change the look `expected` into the look `own`. */
export function differences(own: Look, expected: Look, keepsColours: boolean): string {
  const differs = (name: keyof Look) => own[name] !== expected[name];
  const hasGround = keepsColours && differs('ground');
  const ratio = own.size / expected.size;
  const lines = [
    own.isUnderlined && !expected.isUnderlined && 'underline',
    own.isStruck && !expected.isStruck && 'line-through',
  ].filter(Boolean);
  return [
    Math.abs(ratio - 1) > 0.1 && `font-size: ${Number(ratio.toFixed(2))}em`,
    differs('isBold') && `font-weight: ${own.isBold ? 'bold' : 'normal'}`,
    differs('isItalic') && `font-style: ${own.isItalic ? 'italic' : 'normal'}`,
    lines.length > 0 && `text-decoration: ${lines.join(' ')}`,
    own.isMonospace && !expected.isMonospace && 'font-family: monospace',
    differs('spaces') && `white-space: ${own.spaces}`,
    differs('letters') && `text-transform: ${own.letters}`,
    own.isForced && !expected.isForced && 'unicode-bidi: bidi-override',
    differs('align') && `text-align: ${own.align}`,
    differs('height') && `vertical-align: ${own.height}`,
    differs('bullet') && SAFE_BULLET.test(own.bullet) && `list-style-type: ${own.bullet}`,
    keepsColours && differs('colour') && `color: ${own.colour}`,
    hasGround && `background-color: ${own.ground}`,
    hasGround && own.isPadded && !expected.isPadded && 'padding: 0.25em 0.6em',
  ]
    .filter(Boolean)
    .join('; ');
}

/** No text, and no symbols of the page's own. */
const SAFE_BULLET = /^[a-z-]+$/;
