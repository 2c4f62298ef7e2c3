/** What a tab takes, at most. Loaded with the first screens, so nothing else is here. */

/** The parts of all tabs of this relay take at most this on the disk, in bytes. The extension takes more. */
export const PARTS_BYTES = 2 * 1024 ** 3;
