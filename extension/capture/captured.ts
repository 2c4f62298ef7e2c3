/** What the background asks of the script that it puts into a page, and what it gets. */

export interface CaptureOptions {
  /** Whether formatting is kept where it says something. */
  readonly keepsFormatting: boolean;
  /** Whether images of the selection become part of it. Without, none is ever loaded. */
  readonly hasImages: boolean;
  /** Whether the page's title and address come with it. */
  readonly isQuote: boolean;
  /** The most that the images may take, in bytes of the shared page. */
  readonly imageBytes: number;
}

export interface Captured {
  /** The text alone. */
  readonly text: string;
  /** The same as HTML, only where its formatting says something and is wanted. */
  readonly html?: string;
  /** How many images were wanted and could not be had. */
  readonly missingImages: number;
  /** What the user has to know of it. */
  readonly notes: readonly CaptureNote[];
}

export type CaptureNote =
  | 'masked' // dots stood in the place of some of it, as in a field for a password: that is left out
  | 'typed' // there were fields with typed text: that is left out, as it is when a browser copies
  | 'plain' // the copy with formatting lacked a word, so it is the text alone
  | 'failed'; // the selection could not be read

export const NOTHING: Captured = { text: '', missingImages: 0, notes: [] };

export interface ImageOptions {
  /** Its address, as the page has it. */
  readonly src: string;
  /** The most that it may take, in bytes. */
  readonly imageBytes: number;
}

export type CapturedImage =
  /** `url`: a data: address, for nothing but text comes out of a page. */
  | { readonly state: 'read'; readonly url: string }
  | { readonly state: 'too-large'; readonly length: number }
  | { readonly state: 'unreadable' };

/** The names under which the script leaves its functions, in the extension's own world of the page. */
export const CAPTURE = 'mayflyCapture';
export const CAPTURE_IMAGE = 'mayflyCaptureImage';

export type Capture = (options: CaptureOptions) => Promise<Captured>;
export type CaptureImage = (options: ImageOptions) => Promise<CapturedImage>;
