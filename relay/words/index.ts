/** Sentences for people and the kinds of files, for screens, the background and the command line. No DOM, no Preact. */
export { type Draft, EMPTY_DRAFT } from './draft.ts';
export { escapeHtml } from './escape-html.ts';
export { formatBytes, formatRoom } from './format-bytes.ts';
export { kindWord } from './kind-name.ts';
export { direction, list, locale, phrase, type PlainKey, sentences, speak, t } from './language.ts';
export { endingOfType } from './media/endings.ts';
export { essenceOf } from './media/essence.ts';
export { hasPlace, withoutPlace } from './media/place.ts';
export { signatureOf, type Signature } from './media/signature.ts';
export { isCompressed, isSvg, SVG_BYTES, svgTextOf } from './media/svg.ts';
export { looksEncrypted } from './noise.ts';
export { contentTypeOf, mediaTypeOfFile, type OfferedFile, readFile } from './offered-file.ts';
export type { OnceLinkProblem, OnceOpening, OnceWait, OpeningProblem } from './once-opening.ts';
export { isTextKind, kindOf } from './page-kind.ts';
export {
  canBeOpened,
  MOST_PEOPLE,
  momentWords,
  MOST_TIMES,
  type OnceLinkView,
  onceLinkView,
  openedOf,
  type Opens,
  PERSON_CHARS,
} from './once-link.ts';
export { shownName } from './page-name.ts';
export {
  type Arriving,
  arrivingBy,
  type Lock,
  type Page,
  type Reading,
  type ReadingProblem,
} from './reading.ts';
export { problemOf } from './reading-problems.ts';
export { lossText } from './relay-problems.ts';
export { decodeText } from './text/decode-text.ts';
export { encodingOf } from './text/encoding.ts';
