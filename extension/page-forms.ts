/** A web page that its reader shares: its forms, and the answers of the background about what it read there. */
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
  | { readonly outcome: 'read'; readonly page: CapturedPage; readonly hasSelection: boolean }
  /** Only of `readArticle`. */
  | { readonly outcome: 'no-article'; readonly hasSelection: boolean }
  /** Only of `readQuotation`: nothing is selected. */
  | { readonly outcome: 'nothing' }
  /** The tab is gone, shows another page, or no script may run there. */
  | { readonly outcome: 'unreadable' };

/** A page that was shared from a preview, and the tab that it was read in. */
export interface SharedFromTab {
  readonly tabId: number;
  readonly shared: Shared;
}
