/** The text being written. The owner of `Compose` keeps it, so it outlives the component. */
export interface Draft {
  readonly text: string;
  readonly mediaType: 'text/plain' | 'text/markdown' | 'text/html';
}

/** A draft without any text. */
export const EMPTY_DRAFT: Draft = { text: '', mediaType: 'text/plain' };
