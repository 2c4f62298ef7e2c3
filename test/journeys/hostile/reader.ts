import { findLink, formatFound } from '../../../relay/protocol/find-link.ts';

/**
 * A browser that shows hostile pages in several tabs at a time, and the facts about them that are visible from outside.
 */

/** The state of a tab and of its frames. */
export interface Sight {
  /** The address of the tab. */
  readonly url: string;
  /** The traces of a script that ran. */
  readonly traces: readonly string[];
  /** The `sandbox` of each frame. */
  readonly sandboxes: readonly (string | null)[];
  /** The address of each frame, without its fragment. */
  readonly frames: readonly string[];
}

export interface Reader {
  /** Shows each page in a tab of its own, and inspects the tabs when all have loaded. */
  show(links: readonly string[]): Promise<readonly Sight[]>;
  /** The final address of a tab that shows this link. */
  urlOf(link: string): string;
  /** Shows a list of files, opens one of them, and inspects the tab. */
  openFile(link: string, index: number): Promise<Sight>;
  /** Clicks the elements with these ids in the frame, and inspects the tab again. */
  click(link: string, ids: readonly string[]): Promise<Sight>;
  /** Closes the tabs that clicks opened. Returns their number, and whether any of them had an opener. */
  closeOpened(): Promise<{ readonly count: number; readonly haveOpener: boolean }>;
}

/** Selects the content, or the offer in its place. */
export const CONTENT =
  '.content-frame, .content-text, .content-file, .content-image, .content-media, .files';

export type UrlOf = (link: string) => string;

/** The link that a tab shows in place of this one, after reading it. */
export function canonicalOf(link: string): string {
  const found = findLink(link);
  return found ? formatFound(found) : link;
}
