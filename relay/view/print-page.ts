/**
 * Prints what is shown of a page, without anything of Mayfly. A page in a frame is laid out anew by itself: on paper the
 * frame on the screen would end where its box ends.
 */
import { trustedFrameDocument } from './trusted.ts';

/** Prints the content that stands in this document. */
export function printPage(): void {
  const shown = document.querySelector<HTMLIFrameElement>('iframe.content-frame');
  if (shown)
    printFrame(trustedFrameDocument(shown.srcdoc)); // it was let through that door before
  else print();
}

function printFrame(source: string): void {
  document.querySelector('.print-frame')?.remove(); // of a print that never ended
  const frame = document.createElement('iframe');
  // No script may run in here either. What is allowed lets this document, and nobody else, ask it to print.
  frame.setAttribute('sandbox', 'allow-same-origin allow-modals');
  frame.referrerPolicy = 'no-referrer';
  frame.className = 'print-frame';
  frame.tabIndex = -1;
  frame.ariaHidden = 'true';
  frame.srcdoc = source;
  frame.addEventListener('load', () => printAndRemove(frame), { once: true });
  document.body.append(frame);
}

function printAndRemove(frame: HTMLIFrameElement): void {
  const { contentWindow } = frame;
  // Where printing does not wait for the user, the frame must outlive the call.
  contentWindow?.addEventListener('afterprint', () => frame.remove(), { once: true });
  contentWindow?.print();
}
