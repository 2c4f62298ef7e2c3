/** Runs in the browser of frame.test.ts: shows what the test hands over. */
import { render } from 'preact';
import type { Address } from '../../relay/protocol/address.ts';
import { PageContent } from '../../relay/view/page-content.tsx';

const address = 'aa'.repeat(32) as Address;

declare global {
  /** Shows a page of this type and text, and resolves once its frame has loaded, to the frame's document. */
  var showPage: (mediaType: string, text: string) => Promise<string>;
}

globalThis.showPage = async (mediaType, text) => {
  const page = { address, mediaType, bytes: new TextEncoder().encode(text) };
  render(null, document.body);
  render(<PageContent page={page} />, document.body);
  const frame = document.querySelector('iframe');
  if (!frame) throw new Error('expected a frame');
  await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  return frame.srcdoc;
};
