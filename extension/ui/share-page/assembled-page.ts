/**
 * The one place that makes the page that is shared: from what was read, without the blocks that were taken out. The
 * preview shows these bytes, and *Share* sends them.
 */
import { trustedInertMarkup } from '@mayfly/relay/view';
import type { CapturedPage } from '../../capture/captured-page.ts';
import { blocksOf, firstWords, namesOf, removeBlocks, wrapLooseText } from './blocks.ts';

/** The forms of a page that have words; the others are pictures. */
export type WrittenForm = 'article' | 'quotation';

export interface Assembly {
  /** The numbers of the blocks that are left out. */
  readonly taken: ReadonlySet<number>;
  /** Include the page's address. */
  readonly hasAddress: boolean;
}

/** A captured page, taken apart into its blocks. */
export class PageParts {
  readonly page: CapturedPage;
  readonly #form: WrittenForm;
  /** In a document in which nothing loads or runs. */
  readonly #content: HTMLElement;
  /** The first words of each block. */
  readonly words: readonly string[];
  /** A name for each block, by which to find it when the page is read again. */
  readonly names: readonly string[];

  constructor(page: CapturedPage, form: WrittenForm) {
    this.page = page;
    this.#form = form;
    const owner = new DOMParser().parseFromString(trustedInertMarkup(page.html), 'text/html');
    this.#content = owner.body;
    wrapLooseText(this.#content);
    const blocks = blocksOf(this.#content);
    this.words = blocks.map(firstWords);
    this.names = namesOf(blocks);
  }

  /** The HTML of the page as it is shared. */
  assemble({ taken, hasAddress }: Assembly): string {
    const content = this.#content.cloneNode(true) as HTMLElement; // a clone is of the same kind
    removeBlocks(
      content,
      blocksOf(content).filter((_, number) => taken.has(number)),
    );
    const address = hasAddress ? this.page.address : undefined;
    if (this.#form === 'quotation') quote(content, { ...this.page, address });
    else if (address !== undefined) addSource(content, { ...this.page, address });
    return content.innerHTML;
  }

  /** The blocks of the whole page as `assemble` makes it, by their numbers, in the document that shows it. */
  blocksIn(shown: HTMLElement, { hasAddress }: Pick<Assembly, 'hasAddress'>): readonly Element[] {
    if (this.#form === 'quotation') {
      const content = shown.querySelector(':scope > figure > blockquote');
      return content ? blocksOf(content) : [];
    }
    const blocks = blocksOf(shown);
    return hasAddress && this.page.address !== undefined ? blocks.slice(0, -1) : blocks;
  }
}

type Source = Pick<CapturedPage, 'title' | 'author'> & { readonly address?: string | undefined };

/** Puts the source under an article. */
function addSource(content: HTMLElement, { title, address = '' }: Source): void {
  const owner = content.ownerDocument;
  const line = owner.createElement('p');
  line.append('— ', linkTo(owner, address, title));
  if (title !== '') {
    const place = owner.createElement('small');
    place.append(address);
    line.append(owner.createElement('br'), place);
  }
  content.append(owner.createElement('hr'), line);
}

/** Makes the content a quotation, with its author and title below it. */
function quote(content: HTMLElement, { author, title, address }: Source): void {
  const owner = content.ownerDocument;
  const quotation = owner.createElement('blockquote');
  quotation.append(...content.childNodes);
  const card = owner.createElement('figure');
  card.append(quotation);
  const source = owner.createElement('cite');
  if (address !== undefined) source.append(linkTo(owner, address, title));
  else source.append(title);
  const line = owner.createElement('figcaption');
  const parts = [author, source.textContent && source].filter((part) => part !== '');
  line.append('— ', ...parts.flatMap((part, i) => (i === 0 ? [part] : [', ', part])));
  if (parts.length > 0) card.append(line);
  content.append(card);
}

function linkTo(owner: Document, address: string, title: string): HTMLAnchorElement {
  const link = owner.createElement('a');
  link.setAttribute('href', address);
  link.textContent = title || address;
  return link;
}
