/**
 * The selection in Chromium's PDF viewer. The viewer is an extension of the browser in a frame that no script may read,
 * but it answers the document around it. Firefox's viewer lets no script in.
 */
import { type Captured, NOTHING } from './captured.ts';
import { shadowRootOf } from './dom.ts';

/** The time limit for the viewer's answer, in milliseconds: longer than a large document takes to open. */
const PATIENCE_MS = 5_000;

/** Says whether the document that this script runs in shows a PDF. */
export function isPdf(): boolean {
  return document.contentType === 'application/pdf';
}

/** Undefined if the viewer does not answer. */
export async function capturePdf(): Promise<Captured | undefined> {
  const text = await selectedInPdf();
  return text === undefined ? undefined : { ...NOTHING, text };
}

/** The selected text; undefined if the viewer does not answer. */
export async function selectedInPdf(): Promise<string | undefined> {
  const viewer = findViewer();
  return viewer && askForSelection(viewer);
}

function findViewer(): Window | undefined {
  return shadowRootOf(document.body)?.querySelector('iframe')?.contentWindow ?? undefined;
}

function askForSelection(viewer: Window): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const ending = new AbortController();
  const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(PATIENCE_MS)]);
  const hear = ({ source, data }: MessageEvent<unknown>) => {
    const text = source === viewer ? selectionIn(data) : undefined;
    if (text !== undefined) resolve(text);
  };
  signal.addEventListener('abort', () => resolve(undefined));
  window.addEventListener('message', hear, { signal });
  viewer.postMessage({ type: 'getSelectedText' }, '*');
  return promise.finally(() => ending.abort());
}

function selectionIn(message: unknown): string | undefined {
  const { type, selectedText } = (message ?? {}) as Record<string, unknown>;
  return type === 'getSelectedTextReply' && typeof selectedText === 'string'
    ? selectedText
    : undefined;
}
