/** The content of the clipboard in a form to share: formatted if the formatting says something, a picture, or text. */
import { trustedFrameDocument } from '@mayfly/relay/view';
import { type Draft } from '@mayfly/relay/words';
import type { CaptureNote } from '../capture/captured.ts';
import { markupOf } from '../capture/copy.ts';
import { type Formatted, formatted } from '../capture/formatted.ts';
import { GeneratedTexts } from '../capture/generated.ts';
import { isRich } from '../capture/telling-markup.ts';
import { Selected } from '../capture/selected.ts';
import { visibleIn } from '../capture/visible-words.ts';

const PICTURE = 'image/png'; // the only kind that every browser puts there

export interface CopiedText {
  readonly draft: Draft;
  /** A fact that the user has to know about it. */
  readonly notes: readonly CaptureNote[];
  /** The number of its pictures that could not be read, because they are still at their site. */
  readonly missingImages: number;
}

/** `room` is the largest size of the pictures in a text, in bytes. */
export async function clipboardContent(
  clipboard: Clipboard,
  room: number,
): Promise<CopiedText | File | undefined> {
  const items = await clipboard.read();
  const picture = await blobOf(items, PICTURE);
  const copied = await readMarkup(items, room, picture !== undefined);
  if (copied?.copy.state === 'markup') {
    const { content, missingImages } = copied.copy;
    return { draft: { text: markupOf(content), mediaType: 'text/html' }, missingImages, notes: [] };
  }
  const plain = plainText(copied, await (await blobOf(items, 'text/plain'))?.text());
  if (plain.text !== '') {
    const { text, notes } = plain;
    return { draft: { text, mediaType: 'text/plain' }, missingImages: 0, notes };
  }
  return picture && new File([picture], 'image.png', { type: PICTURE });
}

/** Copied markup: its copy for sharing, and the words of it that can be seen. */
interface CopiedMarkup {
  readonly copy: Pick<Formatted, 'state'>;
  readonly visible: string;
}

/**
 * The text that is shared without formatting. Of markup whose copy lacks a word it is the visible words: the clipboard's
 * own text may have words in it that nobody saw.
 */
export function plainText(
  copied: CopiedMarkup | undefined,
  own = '',
): { readonly text: string; readonly notes: readonly CaptureNote[] } {
  if (copied?.copy.state !== 'not-whole') return { text: own, notes: [] };
  return { text: copied.visible, notes: ['plain'] };
}

async function blobOf(items: ClipboardItems, type: string): Promise<Blob | undefined> {
  return items.find((one) => one.types.includes(type))?.getType(type);
}

/** The visible part of the copied markup; undefined if no markup was copied. */
async function readMarkup(
  items: ClipboardItems,
  room: number,
  hasPicture: boolean,
): Promise<(CopiedMarkup & { readonly copy: Formatted }) | undefined> {
  const html = await blobOf(items, 'text/html');
  if (!html) return undefined;
  const frame = await layOut(await html.text());
  try {
    const shown = frame.contentDocument;
    if (!shown) return undefined;
    const everything = shown.createRange();
    everything.selectNodeContents(shown.body);
    const selected = new Selected([everything]);
    const generated = new GeneratedTexts();
    const visible = visibleIn(selected, shown, generated);
    const sought = { selected, visible, generated, hasImages: true, imageBytes: room };
    const copy = await formatted(sought, hasPicture ? isRich : undefined);
    return { copy, visible: visible.plain };
  } finally {
    frame.remove();
  }
}

/**
 * Shows markup where nobody sees it, so that its looks can be read. Nothing in it runs. The extension's own policy
 * applies there too, and lets nothing load.
 */
async function layOut(html: string): Promise<HTMLIFrameElement> {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-same-origin');
  frame.setAttribute('aria-hidden', 'true');
  frame.tabIndex = -1;
  frame.style.cssText = 'position: fixed; left: -200vw; width: 48rem; height: 1px; border: 0';
  const { promise, resolve } = Promise.withResolvers<Event>();
  frame.addEventListener('load', resolve, { once: true });
  frame.srcdoc = trustedFrameDocument(html);
  document.body.append(frame);
  await promise;
  return frame;
}
