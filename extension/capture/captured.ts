/** The background's request to the script that it puts into a page, and the script's answer. */

export interface CaptureOptions {
  /** Keep formatting that says something. */
  readonly keepsFormatting: boolean;
  /** Include images of the selection. Without this, the script loads none. */
  readonly hasImages: boolean;
  /** The largest size of all images together, in bytes of the shared page. */
  readonly imageBytes: number;
}

export interface Captured {
  /** The text alone. */
  readonly text: string;
  /** The same as HTML; only if its formatting says something and is wanted. */
  readonly html?: string;
  /** The number of wanted images that could not be read. */
  readonly missingImages: number;
  /** Facts that the user has to know. */
  readonly notes: readonly CaptureNote[];
}

export type CaptureNote =
  | 'masked' // the page shows dots for a part of it, as in a password field: that part is left out
  | 'typed' // it includes fields with typed text: the copy leaves that text out, as a browser's copy does
  | 'plain' // the copy with formatting lacked a word, so only the text is shared
  | 'failed'; // the selection could not be read

export const NOTHING: Captured = { text: '', missingImages: 0, notes: [] };

export interface ImageOptions {
  /** Its address, in the page's own spelling. */
  readonly src: string;
  /** Its largest size, in bytes. */
  readonly imageBytes: number;
}

export type CapturedImage =
  /** `url` is a data: address, because only text can leave a page. */
  | { readonly state: 'read'; readonly url: string }
  | { readonly state: 'too-large'; readonly length: number }
  | { readonly state: 'unreadable' };

/** The start of a selection, and the choices that there are for it. */
export interface SelectionSample {
  /** Its first words; '' where nothing is selected, or nothing that is shared. */
  readonly words: string;
  /** Whether there may be formatting to keep. */
  readonly hasFormatting: boolean;
  readonly hasImages: boolean;
}

/** The names of the script's functions in the extension's own world of the page. */
export const CAPTURE = 'mayflyCapture';
export const CAPTURE_IMAGE = 'mayflyCaptureImage';
export const CAPTURE_SAMPLE = 'mayflyCaptureSample';

export type Capture = (options: CaptureOptions) => Promise<Captured>;
/** Undefined for a PDF, whose viewer tells its selection only to a copy. */
export type CaptureSample = () => SelectionSample | undefined;
export type CaptureImage = (options: ImageOptions) => Promise<CapturedImage>;
