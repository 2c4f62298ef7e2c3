/** The title and the address of the page around a selection, if the user wants them in the share. */
import { cleanAddress } from './clean-link.ts';

export interface Source {
  readonly title: string;
  readonly address: string;
}

export function sourceOf(page: Document): Source {
  const address = cleanAddress(page.location.href) ?? page.location.protocol;
  return { title: page.title.replaceAll(/\s+/g, ' ').trim() || address, address };
}

export function quoteText(text: string, { title, address }: Source): string {
  return `${text}\n\n— ${title}\n${address}`;
}

/** Puts the source under the content. */
export function quoteContent(content: HTMLElement, { title, address }: Source): void {
  const owner = content.ownerDocument;
  const link = owner.createElement('a');
  link.href = address;
  link.textContent = title;
  const place = owner.createElement('small');
  place.append(address);
  const line = owner.createElement('p');
  line.append('— ', link, owner.createElement('br'), place);
  content.append(owner.createElement('hr'), line);
}
