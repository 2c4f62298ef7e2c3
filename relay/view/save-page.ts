/** Hands a page to the browser's downloads, under a name that cannot pass for something else. */
import type { Page } from './reading.ts';

const NAME_CHARACTERS = 120;

// Path separators and what file systems refuse, control characters, and marks that reorder or hide text.
const UNSAFE = /[\\/:*?"<>|\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** The name that a page is saved under: the one in its link where that is usable, else its address. */
export function saveName({ name, address }: Pick<Page, 'name' | 'address'>): string {
  const clean = (name ?? '').replace(UNSAFE, '').replace(/^[\s.]+|[\s.]+$/g, '');
  return shorten(clean) || `mayfly-${address.slice(0, 12)}`;
}

/** `name` within bounds, its extension kept. */
function shorten(name: string): string {
  if (name.length <= NAME_CHARACTERS) return name;
  const [extension = ''] = /\.\w{1,12}$/.exec(name) ?? [];
  return name.slice(0, NAME_CHARACTERS - extension.length).toWellFormed() + extension;
}

const KEPT_MS = 60_000;

/** Saves the bytes as they are. Needs a DOM. */
export function savePage(page: Page): void {
  // The link's type is a hint by a stranger: as plain bytes the browser will save, and never open, what it gets.
  const url = URL.createObjectURL(new Blob([page.bytes], { type: 'application/octet-stream' }));
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = saveName(page);
  anchor.click();
  // Some browsers read the bytes only after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
