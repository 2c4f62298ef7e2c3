import { findLink, formatFound } from '../../../relay/protocol/find-link.ts';

/** A browser in whose tabs hostile pages are shown, several at a time, and what can be seen of it from outside. */

/** What became of a tab and of the frames in it. */
export interface Sight {
  /** Where the tab is. */
  readonly url: string;
  /** What a script that ran has left behind. */
  readonly traces: readonly string[];
  /** The `sandbox` of each frame. */
  readonly sandboxes: readonly (string | null)[];
  /** Where each frame is, without its fragment. */
  readonly frames: readonly string[];
}

export interface Reader {
  /** Shows each page in a tab of its own, and looks at the tabs once all are there. */
  show(links: readonly string[]): Promise<readonly Sight[]>;
  /** Where a tab is that shows this link. */
  urlOf(link: string): string;
  /** Clicks what is in the frame under these ids, and looks at the tab again. */
  click(link: string, ids: readonly string[]): Promise<Sight>;
  /** Closes the tabs that clicks opened; says how many, and whether any knew who opened it. */
  closeOpened(): Promise<{ readonly count: number; readonly haveOpener: boolean }>;
}

/** Selects the content, or what is offered in its place. */
export const CONTENT =
  '.content-frame, .content-text, .content-file, .content-image, .content-media';

export type UrlOf = (link: string) => string;

/** The link that a tab shows in place of this one, once it has read it. */
export function canonicalOf(link: string): string {
  const found = findLink(link);
  return found ? formatFound(found) : link;
}
