/** Several files, a folder or a large file in one link: PROTOCOL.md, appendix D. */
export { BundleError, type BundleProblem } from './bundle-error.ts';
export { type FailedPart, fetchParts, type FetchPartsOptions, isHopeless } from './fetch-parts.ts';
export {
  BUNDLE_BYTES,
  BUNDLE_ENTRIES,
  BUNDLE_PARTS,
  BUNDLE_TYPE,
  PART_BYTES,
  PART_PAGE_BYTES,
} from './bundle-limits.ts';
export {
  type BundleEntry,
  contentBytes,
  formatManifest,
  layOut,
  type Manifest,
  parseManifest,
} from './manifest.ts';
export { type PartProblem, PartQueue } from './part-queue.ts';
export { openPart, partKey, partLength, type Piece, piecesOf, sealPart } from './part-content.ts';
export { problemOfPath, sharedPaths, withNumber } from './paths.ts';
export {
  type BundleFile,
  type BundleOptions,
  type PublicBundle,
  publicBundle,
  sealBundle,
  type SealBundleOptions,
  type SealedBundle,
  UnreadableFileError,
} from './seal-bundle.ts';
