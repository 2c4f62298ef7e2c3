/** Asks a worker for the colours of code. */
import { askWorker } from './ask-worker.ts';
import type { Colouring } from './colouring.ts';
import { shownText } from '../words/text/decode-text.ts';
// oxlint-disable-next-line import/default -- by this query Vite gives the address of the file
import workerUrl from './highlight-worker.ts?worker&url';
import type { LanguageId } from '../words/code-languages.ts';
import type { Page } from '../words/reading.ts';

/** The largest text with colours, in bytes: the spans of a larger one would slow the page down. */
export const COLOURED_BYTES = 512 * 1024;

/** Undefined if the page has no colours, is too large for them, or the worker does not find them in time. */
export async function highlight(
  page: Page,
  language: LanguageId | undefined,
  stopped: AbortSignal,
): Promise<Colouring | undefined> {
  if (language === undefined || page.bytes.length > COLOURED_BYTES) return undefined;
  const code = { text: shownText(page), language };
  const reply = await askWorker<Colouring>(workerUrl, code, stopped);
  return reply.state === 'answered' ? reply.answer : undefined;
}
