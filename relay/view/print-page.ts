/**
 * Prints the shown page without anything of Mayfly. A page in a frame is laid out again by itself: on paper, the frame
 * on the screen would end where its box ends.
 */
import { trustedFrameDocument } from './trusted.ts';

/** Prints the content of this document. */
export function printPage(): void {
  const shown = document.querySelector<HTMLIFrameElement>('iframe.content-frame');
  if (shown)
    printFrame(trustedFrameDocument(shown.srcdoc)); // it passed the same check before
  else print();
}

function printFrame(source: string): void {
  document.querySelector('.print-frame')?.remove(); // left over from a print that never ended
  const frame = document.createElement('iframe');
  // No script may run in here either. The permission lets this document, and nobody else, ask the frame to print.
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
  // If printing does not wait for the user, the frame must outlive the call.
  contentWindow?.addEventListener('afterprint', () => frame.remove(), { once: true });
  contentWindow?.print();
}
