/**
 * The limits of a bundle, in one place. The author learns of them before a share; a reader refuses everything beyond
 * them.
 */
import { largestContent, sealedLength } from '../seal.ts';

const MIB = 1024 * 1024;

/** The media type of a manifest, in links and in no other place. */
export const BUNDLE_TYPE = 'application/vnd.mayfly.bundle+json';

/**
 * A part carries this much content, in bytes: the most that a sealed page of 4 MiB holds, so that padding adds nothing.
 * Only the last part of a bundle is shorter.
 */
export const PART_BYTES = largestContent(4 * MIB);

/** The length of the page of a whole part, in bytes. A relay that takes no pages of this length takes no bundle. */
export const PART_PAGE_BYTES = sealedLength(PART_BYTES);

/** The most content of a bundle, in bytes. */
export const BUNDLE_BYTES = 64 * 1024 * MIB;
export const BUNDLE_PARTS = Math.ceil(BUNDLE_BYTES / PART_BYTES);
export const BUNDLE_ENTRIES = 100_000;

/** The most that a manifest may take, in bytes, before it is sealed. */
export const MANIFEST_BYTES = 16 * MIB;

/** The most of one path, in bytes of UTF-8; file systems take no more. */
export const PATH_BYTES = 1_024;
/** The most of a name between two slashes, in bytes of UTF-8. */
export const NAME_BYTES = 255;
/** The most folders around a file. */
export const PATH_DEPTH = 32;
/** The most characters of a media type. */
export const TYPE_CHARACTERS = 127;
