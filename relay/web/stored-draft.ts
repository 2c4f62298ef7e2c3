/** Stores the draft in the session of its tab, so that a reload finds it again. It is gone with the tab. */
import { type Draft, EMPTY_DRAFT } from '../words/index.ts';

const NAME = 'draft';
const KINDS: readonly Draft['mediaType'][] = ['text/plain', 'text/markdown', 'text/html'];

export function readDraft(): Draft {
  try {
    return parseDraft(JSON.parse(sessionStorage.getItem(NAME) ?? 'null'));
  } catch {
    return EMPTY_DRAFT; // a browser may allow no storage, and the stored value may be no draft
  }
}

/** Stores the text of `draft` and its kind, and nothing else. */
export function storeDraft({ text, mediaType }: Draft): void {
  try {
    if (text === '') sessionStorage.removeItem(NAME);
    else sessionStorage.setItem(NAME, JSON.stringify({ text, mediaType }));
  } catch {
    // no storage, or a draft too long for it: then it does not outlive a reload
  }
}

function parseDraft(stored: unknown): Draft {
  const { text, mediaType } = (stored ?? {}) as Partial<Record<keyof Draft, unknown>>;
  const kind = KINDS.find((one) => one === mediaType);
  return typeof text === 'string' && kind ? { text, mediaType: kind } : EMPTY_DRAFT;
}
