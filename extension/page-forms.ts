/** A web page that its reader shares: its forms, and what the background answers and sends about it. */
import type { Box } from './capture/box.ts';
import type { CapturedPage } from './capture/captured-page.ts';
import type { Shared } from './messages.ts';

/** The forms in which a page that the user reads can be shared. */
export type PageForm = 'article' | 'view' | 'whole' | 'quotation';

/** The page to read, and how. */
export interface PageWanted {
  readonly tabId: number;
  /** Include its images. */
  readonly hasImages: boolean;
}

export type PageRead =
  | { readonly outcome: 'read'; readonly page: CapturedPage }
  /** Only of `readArticle`. */
  | { readonly outcome: 'no-article' }
  /** Only of `readQuotation`: nothing is selected. */
  | { readonly outcome: 'nothing' }
  /** The tab is gone, shows another page, or no script may run there. */
  | { readonly outcome: 'unreadable' };

/** A page that was shared from a preview, and the tab that it was read in. */
export interface SharedFromTab {
  readonly tabId: number;
  readonly shared: Shared;
}

/** Sent over a picture port, in this order: the page, its shots, and that all is done. */
export type PictureStep =
  /**
   * The size of the whole picture, in pixels of the screen. It comes again, with a smaller height, if the page turned out
   * to be shorter. `ground`: the page's colour, beside what scrolls.
   */
  | {
      readonly step: 'page';
      readonly width: number;
      readonly height: number;
      readonly lacks: PictureLack;
      readonly ground: string;
    }
  /** A PNG behind a data: address. Its part `from` belongs at `to` in the picture; both are of one size. */
  | { readonly step: 'shot'; readonly url: string; readonly from: Box; readonly to: Box }
  | { readonly step: 'done' }
  | { readonly step: 'failed'; readonly why: PictureProblem };

/**
 * The part of the page that is not in its picture. `end`: the page is longer than a picture may be. `unseen`: the page
 * could not be scrolled, so there is only the part that its user saw.
 */
export type PictureLack = 'nothing' | 'end' | 'unseen';

/**
 * The reason why there is no picture. `unreadable`: the tab is gone, or the browser lets no extension see it.
 * `interrupted`: another tab came to the screen, or the page was left, before the picture was complete.
 */
export type PictureProblem = 'unreadable' | 'interrupted';
