/** How far the opening of a once link has come, as its reader sees it: one type for every screen and the background. */
import type { Arriving, Page, ReadingProblem } from './reading.ts';

export type OnceOpening =
  | OnceWait
  /** The content, for as long as the tab is there. */
  | { readonly state: 'opened'; readonly page: Page };

/** An opening whose page is not on the screen. */
export type OnceWait =
  /** The lock or the sealed page is on its way. */
  | { readonly state: 'arriving'; readonly arriving: Arriving }
  /** Both are here and verified, and the reader's key is stored. Nothing was asked for yet. */
  | { readonly state: 'ready'; readonly name?: string }
  /** The reader pressed *Open*; the author's browser has not answered yet. */
  | { readonly state: 'asking' }
  /** The reader pressed *Open*, and nobody answers. It is asked again without a further press. */
  | { readonly state: 'away' }
  /** This browser opened it, and has forgotten it since. `at`: Unix milliseconds. */
  | { readonly state: 'left'; readonly at: number }
  /** The author's browser gives no key any more. `at`: the last time when it gave one, in Unix milliseconds. */
  | { readonly state: 'spent'; readonly at?: number }
  | { readonly state: 'failed'; readonly problem: OpeningProblem };

export type OpeningProblem = OnceLinkProblem | ReadingProblem;

/** A problem that only once links have. Nothing was used up. */
export interface OnceLinkProblem {
  readonly reason:
    | 'bad-capability' // the end of the link is cut off or too long
    | 'wrong-capability' // the end of the link does not fit its start
    | 'not-a-lock' // the link leads to something else, or to a lock of a newer version
    | 'old-relay' // the relay takes no notes
    | 'old-browser' // the browser cannot make the keys of a reader
    | 'own' // this browser made the link, and answers it
    | 'no-store'; // the browser stores no key for the reader
}
