/**
 * Compares a copy with the visible words, at every share. It removes words that nobody saw. At the end of all changes,
 * it finds out from the copy itself whether it has every word.
 */
import type { Copied } from './copy.ts';
import { removeEmptied } from './doubled.ts';
import { spaced } from './plain-text.ts';
import { type Visible, THING } from './visible-words.ts';

export function leaveOutUnseen(copied: Copied, { parts, pictures }: Visible): void {
  const { content, sources } = copied;
  for (const [node, picture] of copied.pictures) {
    if (!pictures.has(picture)) removeEmptied(node, content);
  }
  for (const [node, { source, spaces }] of sources) {
    const seen = parts.get(source);
    if (seen === undefined) removeUnseen(node, content);
    else if (seen !== THING && isMore(node.textContent ?? '', seen)) {
      node.textContent = spaced(seen, spaces);
    }
  }
}

/** White-space between words has no box of its own, and nobody can see it. */
function removeUnseen(node: Node, content: Element): void {
  if ((node.textContent ?? '').trim() !== '') removeEmptied(node, content);
}

function isMore(text: string, seen: string): boolean {
  if (text.length <= seen.length) return false;
  return text.replaceAll(/\s+/g, '').length > seen.replaceAll(/\s+/g, '').length;
}

/** Says whether the copy has every visible word, as often as the page. */
export function hasEveryWord({ content, sources }: Copied, { parts }: Visible): boolean {
  const left = new Map<string, number>();
  for (const [node, { source }] of sources) {
    if (!content.contains(node)) continue;
    const text = parts.get(source) === THING ? THING : (node.textContent ?? '');
    for (const word of wordsOf(text)) left.set(word, (left.get(word) ?? 0) + 1);
  }
  for (const text of parts.values()) {
    for (const word of wordsOf(text)) {
      const count = left.get(word) ?? 0;
      if (count === 0) return false;
      left.set(word, count - 1);
    }
  }
  return true;
}

function wordsOf(text: string): readonly string[] {
  return text.match(/\S+/g) ?? [];
}
