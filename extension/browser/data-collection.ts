/** Firefox's name for the data that leaves with pages that were only viewed; its manifest has it as optional. */
export const VIEWED_DATA: readonly string[] = ['browsingActivity'];
