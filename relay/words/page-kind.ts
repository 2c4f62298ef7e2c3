/** Decides how a page is shown: by its bytes if they show their kind, else by its link. */
import { essenceOf } from './media/essence.ts';
import { type Signature, signatureOf } from './media/signature.ts';
import { isCompressed, isSvg } from './media/svg.ts';
import { endingOf } from './code-languages.ts';
import type { Page } from './reading.ts';
import { isText } from './text/text-test.ts';

export type PageKind =
  | { readonly kind: 'text' | 'markdown' | 'html' | 'file' }
  | { readonly kind: 'image' | 'audio' | 'video'; readonly mediaType: string };

/** A type that says only that nobody knows the type. */
const UNTOLD = ['', 'application/octet-stream', 'text/plain'];
const SVG = 'image/svg+xml';

export function kindOf({
  bytes,
  mediaType,
  name = '',
}: Pick<Page, 'bytes' | 'mediaType' | 'name'>): PageKind {
  const signature = signatureOf(bytes);
  if (signature) return shownAs(signature);
  const type = essenceOf(mediaType);
  const isUntold = UNTOLD.includes(type);
  const ending = endingOf(name);
  const isNamedDrawing = ending === 'svg' || ending === 'svgz';
  if (type === SVG || (isUntold && isNamedDrawing)) {
    if (isSvg(bytes) || isCompressed(bytes)) return { kind: 'image', mediaType: SVG };
  }
  if (!isText({ bytes, mediaType }, !isUntold && isTextType(type))) return { kind: 'file' };
  if (type === 'text/html') return { kind: 'html' };
  const isMarkdown = ending === 'md' || ending === 'markdown';
  if (type === 'text/markdown' || (isUntold && isMarkdown)) return { kind: 'markdown' };
  return { kind: 'text' };
}

/** Says whether pages of this kind are texts, formatted or not. */
export function isTextKind(kind: PageKind['kind']): boolean {
  return kind === 'text' || kind === 'markdown' || kind === 'html';
}

function isTextType(type: string): boolean {
  return type.startsWith('text/') || /[/+](?:json|xml)$/.test(type);
}

function shownAs({ kind, mediaType }: Signature): PageKind {
  // No browser shows a PDF in a sandbox; see relay/decisions/pdf-is-saved.md.
  return kind === 'pdf' ? { kind: 'file' } : { kind, mediaType };
}
