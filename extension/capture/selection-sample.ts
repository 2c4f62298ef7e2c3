/**
 * The first words of a selection, for the button that shares it. They are held against the visible words as a share is,
 * so the button shows nothing that a share would leave out. Only the start is read: a selection can be long.
 */
import type { SelectionSample } from './captured.ts';
import { isText, parentElementOf } from './dom.ts';
import { fieldWithFocus, textOfField } from './field.ts';
import { GeneratedTexts } from './generated.ts';
import { rangesOf, Selected, type Span } from './selected.ts';
import { visibleIn } from './visible-words.ts';

/** Longer than the button has room for. */
const WORDS_LENGTH = 80;
/** The length of the start that is read. */
const READ_LENGTH = 400;
const UNREAD = /^(?:script|style|noscript|template)$/;

const NOTHING: SelectionSample = { words: '', hasFormatting: false, hasImages: false };

export function sampleSelection(): SelectionSample {
  const field = textOfField(fieldWithFocus());
  if (field) return { ...NOTHING, words: startOf(field.text) };
  const selection = getSelection();
  const [first] = rangesOf(selection);
  if (!selection || !first) return NOTHING;
  return {
    words: wordsIn(startOfSpan(first)) || wordsIn(first),
    hasFormatting: !isBareText(first),
    hasImages: [...document.images].some((image) => selection.containsNode(image, true)),
  };
}

function wordsIn(span: Span): string {
  return startOf(visibleIn(new Selected([span]), document, new GeneratedTexts()).plain);
}

function startOf(text: string): string {
  const line = text.slice(0, READ_LENGTH).replaceAll(/\s+/g, ' ').trim();
  return line.length > WORDS_LENGTH ? `${line.slice(0, WORDS_LENGTH).toWellFormed()}…` : line;
}

/** The span up to the text with which enough is read. */
function startOfSpan(span: Span): Span {
  const { startContainer, startOffset, endContainer } = span;
  const root = startContainer.getRootNode();
  if (root !== endContainer.getRootNode()) return span; // in different shadow trees
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  walker.currentNode = startContainer;
  let length = 0;
  for (let at = isText(startContainer) ? startContainer : walker.nextNode(); at;) {
    if (at === endContainer || isAfter(at, span)) return span;
    if (!isUnread(at)) length += (at.textContent ?? '').trim().length;
    if (length >= READ_LENGTH) {
      const endOffset = at.textContent?.length ?? 0;
      return { startContainer, startOffset, endContainer: at, endOffset };
    }
    at = walker.nextNode();
  }
  return span;
}

function isAfter(node: Node, { endContainer, endOffset }: Span): boolean {
  const range = document.createRange();
  range.setStart(endContainer, endOffset);
  return range.comparePoint(node, 0) > 0;
}

function isUnread(text: Node): boolean {
  return UNREAD.test(parentElementOf(text)?.localName ?? '');
}

/** Part of one text in a block, which has no formatting to keep. */
function isBareText({ startContainer, endContainer }: Span): boolean {
  if (startContainer !== endContainer || !isText(startContainer)) return false;
  const parent = parentElementOf(startContainer);
  return parent !== null && getComputedStyle(parent).display === 'block';
}
