/** A page that its reader hands on, as a script in it captured it: its article, or a quotation from it. */
import type { CaptureNote } from './captured.ts';

export interface PageOptions {
  /** Include its images. Without this, the script loads none. */
  readonly hasImages: boolean;
  /** The largest size of all images together, in bytes of the shared page. */
  readonly imageBytes: number;
}

export interface CapturedPage {
  /**
   * The content, block after block, in the copy's listed elements only. An article begins with its title (h1) and, if
   * seen, its author line. One element may surround all blocks: it has the page's language, direction or dark ground.
   */
  readonly html: string;
  /** Seen in the page or its tab; '' if there is none. */
  readonly title: string;
  /** '' unless the page shows the name. */
  readonly author: string;
  /**
   * The page's address without tracking and tokens; of a quotation with a text fragment. Undefined where others cannot
   * open it.
   */
  readonly address?: string;
  /** The page seems to be for this user alone. */
  readonly isPrivate: boolean;
  /** The number of wanted images that could not be read. */
  readonly missingImages: number;
  /** The page has images, asked for or not. */
  readonly hasImages: boolean;
  /** Facts that the user has to know. */
  readonly notes: readonly CaptureNote[];
}

export type ArticleAnswer =
  | { readonly state: 'read'; readonly page: CapturedPage }
  | { readonly state: 'no-article' }
  | { readonly state: 'failed' };

export type QuotationAnswer =
  | { readonly state: 'read'; readonly page: CapturedPage }
  | { readonly state: 'nothing' }
  | { readonly state: 'failed' };

/** The names of the scripts' functions in the extension's own world of the page. */
export const ARTICLE = 'mayflyArticle';
export const QUOTATION = 'mayflyQuotation';

export type CaptureArticle = (options: PageOptions) => Promise<ArticleAnswer>;
export type CaptureQuotation = (options: PageOptions) => Promise<QuotationAnswer>;
