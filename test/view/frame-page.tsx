/** Runs in the browser of content-browser.ts: shows what the test hands over, as the relay's web page would. */
import '../support/speak-english.ts';
import { render } from 'preact';
import type { Address } from '../../relay/protocol/address.ts';
import { PageContent } from '../../relay/view/page-content.tsx';
import '../../relay/view/view.css';
import '../../relay/view/viewer.css';

const address = 'aa'.repeat(32) as Address;

/** The facts that a link states about a page. */
interface Hints {
  readonly mediaType: string;
  readonly name?: string;
}

declare global {
  /** Shows a page of this type and text, and resolves once its frame has loaded, to the frame's document, or to nothing. */
  var showPage: (mediaType: string, text: string) => Promise<string>;
  /** Shows a page; bytes come as base64. */
  var showContent: (hints: Hints, content: string | Uint8Array<ArrayBuffer>) => void;
}

globalThis.showContent = (hints, content) => {
  const bytes = typeof content === 'string' ? bytesOf(content) : content;
  const page = { address, bytes, ...hints };
  render(null, document.body);
  render(
    <div class="viewer">
      <main class="viewer-main">
        <PageContent page={page} />
      </main>
    </div>,
    document.body,
  );
};

globalThis.showPage = async (mediaType, text) => {
  showContent({ mediaType }, new TextEncoder().encode(text));
  return (await frameShown())?.srcdoc ?? '';
};

/** The frame, after its content is laid out; undefined if the source is shown. */
async function frameShown(): Promise<HTMLIFrameElement | undefined> {
  for (;;) {
    if (document.querySelector('.content-text')) return undefined;
    const frame = document.querySelector('iframe');
    if (frame) {
      await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
      return frame;
    }
    await new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        observer.disconnect();
        resolve(undefined);
      });
      observer.observe(document.body, { childList: true, subtree: true });
    });
  }
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
