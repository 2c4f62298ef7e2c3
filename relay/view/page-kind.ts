/** Decides how a page is shown: by what its bytes are where that can be told, else by what its link says. */
import {
  isBinary,
  isCompressed,
  isSvg,
  looksLikeText,
  type Signature,
  signatureOf,
} from '../words/index.ts';
import { endingOf, languageOf } from './languages.ts';
import type { Page } from './reading.ts';

export type PageKind =
  | { readonly kind: 'text' | 'markdown' | 'html' | 'file' }
  | { readonly kind: 'image' | 'audio' | 'video'; readonly mediaType: string };

/** What says nothing of a file but that nobody knows. */
const UNTOLD = ['', 'application/octet-stream', 'text/plain'];
const SVG = 'image/svg+xml';
const TEXT_ENDINGS = ['txt', 'text', 'log', 'csv', 'tsv', 'srt', 'vtt', 'ics', 'vcf', 'tex', 'env'];

export function kindOf({ bytes, mediaType, name = '' }: Page): PageKind {
  const signature = signatureOf(bytes);
  if (signature) return shownAs(signature);
  const type = essenceOf(mediaType);
  if (type === 'text/html') return { kind: 'html' };
  const isUntold = UNTOLD.includes(type);
  const ending = endingOf(name);
  const isNamedDrawing = ending === 'svg' || ending === 'svgz';
  if (type === SVG || (isUntold && isNamedDrawing)) {
    if (isSvg(bytes) || isCompressed(bytes)) return { kind: 'image', mediaType: SVG };
  }
  const isMarkdown = ending === 'md' || ending === 'markdown';
  if (type === 'text/markdown' || (isUntold && isMarkdown)) return { kind: 'markdown' };
  if (isUntold && isBinary(bytes)) return { kind: 'file' };
  const isTold = type.startsWith('text/') || /[/+](?:json|xml)$/.test(type);
  const isNamed = languageOf(type, name) !== undefined || TEXT_ENDINGS.includes(ending);
  return { kind: isTold || (isNamed && looksLikeText(bytes)) ? 'text' : 'file' };
}

/** A media type without its parameters. */
export function essenceOf(mediaType: string): string {
  const [essence = ''] = mediaType.toLowerCase().split(';');
  return essence.trim();
}

function shownAs({ kind, mediaType }: Signature): PageKind {
  // No browser shows a PDF in a sandbox; see relay/decisions/pdf-is-saved.md.
  return kind === 'pdf' ? { kind: 'file' } : { kind, mediaType };
}
