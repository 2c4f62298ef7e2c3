/** What people are told, and what files are: for screens, the background and the command line. No DOM, no Preact. */
export { endingOfType } from './media/endings.ts';
export { hasPlace, withoutPlace } from './media/place.ts';
export { signatureOf, type Signature } from './media/signature.ts';
export { isCompressed, isSvg, SVG_BYTES, svgTextOf } from './media/svg.ts';
