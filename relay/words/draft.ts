/** What is being written, kept by whoever shows `Compose`, so it outlives the component. */
export interface Draft {
  readonly text: string;
  readonly mediaType: 'text/plain' | 'text/markdown' | 'text/html';
}

/** A draft that nothing was written into yet. */
export const EMPTY_DRAFT: Draft = { text: '', mediaType: 'text/plain' };
