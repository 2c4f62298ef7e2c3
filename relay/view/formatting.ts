/** Turns Markdown and HTML into the document of a sandboxed frame, or gives the reason why it cannot. */
import { askWorker } from './ask-worker.ts';
import { decodeText } from '../words/text/decode-text.ts';
// oxlint-disable-next-line import/default -- by this query Vite gives the address of the file
import workerUrl from './markdown-worker.ts?worker&url';
import type { MarkdownQuestion } from './markdown-worker.ts';
import { MOST_CHARACTERS, MOST_ELEMENTS, markupCost, markupLength } from './markup-cost.ts';
import type { Page } from '../words/reading.ts';
import { t } from '../words/language.ts';

export type Formatted =
  | { readonly state: 'formatted'; readonly document: string }
  | { readonly state: 'too-large' | 'late' | 'failed' };

/** The largest Markdown for the parser, in bytes. */
const MARKDOWN_BYTES = 2 * 1024 * 1024;

/** Gives up if a page is too large, takes too long, or cannot be laid out. Its state is then the reason. */
export async function format(
  page: Page,
  kind: 'markdown' | 'html',
  stopped: AbortSignal,
): Promise<Formatted> {
  if (kind === 'html') return await documentOf(decodeText(page), stopped);
  if (page.bytes.length > MARKDOWN_BYTES) return { state: 'too-large' };
  const words = { footnotes: t('view_footnotes'), backToText: t('view_backToText') };
  const question: MarkdownQuestion = { source: decodeText(page), words };
  const reply = await askWorker<string>(workerUrl, question, stopped);
  return reply.state === 'answered' ? await documentOf(reply.answer, stopped) : reply;
}

async function documentOf(html: string, stopped: AbortSignal): Promise<Formatted> {
  const isLarge = markupLength(html) > MOST_CHARACTERS || markupCost(html) > MOST_ELEMENTS;
  if (isLarge) return { state: 'too-large' };
  try {
    const { frameDocument } = await import('./frame-document.ts');
    return { state: 'formatted', document: await frameDocument(html, stopped) };
  } catch (error) {
    console.error(error);
    return { state: 'failed' };
  }
}
