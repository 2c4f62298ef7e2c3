/** An image without what nobody sees in it: the place where a photo was taken, the notes in a drawing's markup. */
import { hasPlace, isSvg, withoutPlace } from '@mayfly/relay/words';

/** Undefined for a drawing that cannot be read. */
export async function bareImage(image: Blob): Promise<Blob | undefined> {
  const bytes = new Uint8Array(await image.arrayBuffer());
  if (image.type === 'image/svg+xml' || isSvg(bytes)) return bareDrawing(bytes);
  return hasPlace(bytes) ? new Blob([withoutPlace(bytes)], { type: image.type }) : image;
}

/** Neither drawn nor needed by what is drawn. */
const UNDRAWN = 'metadata, script, title, desc';

function bareDrawing(bytes: Uint8Array): Blob | undefined {
  const text = new TextDecoder().decode(bytes);
  const drawing = new DOMParser().parseFromString(text, 'image/svg+xml');
  if (drawing.querySelector('parsererror')) return undefined;
  for (const element of drawing.querySelectorAll(UNDRAWN)) element.remove();
  for (const comment of commentsIn(drawing)) comment.remove();
  for (const element of drawing.querySelectorAll('*')) removeNotes(element);
  return new Blob([new XMLSerializer().serializeToString(drawing)], { type: 'image/svg+xml' });
}

function commentsIn(drawing: Document): readonly ChildNode[] {
  const walker = drawing.createTreeWalker(drawing, NodeFilter.SHOW_COMMENT);
  const comments: ChildNode[] = [];
  while (walker.nextNode()) comments.push(walker.currentNode as Comment); // it shows no others
  return comments;
}

/** Attributes that a program or a script left for itself. */
function removeNotes(element: Element): void {
  for (const name of element.getAttributeNames()) {
    if (/^(?:data-|on|sodipodi:|inkscape:)/i.test(name)) element.removeAttribute(name);
  }
}
