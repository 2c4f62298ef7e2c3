/**
 * The one place that makes the page that is shared: from what was read, without the blocks that were taken out. The
 * preview shows these bytes, and *Share* sends them.
 */
import { trustedInertMarkup } from '@mayfly/relay/view';
import type { CapturedPage } from '../../capture/captured-page.ts';
import { blocksOf, firstWords, namesOf, removeBlocks, wrapLooseText } from './removable-blocks.ts';

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
  /** The number of blocks in it. */
  readonly #count: number;
  /** The first words of each block. The line under a quotation is one, the last. */
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
    this.#count = blocks.length;
    const line = this.#hasLine && lineUnder(owner, { ...page, address: undefined });
    if (line) blocks.push(line);
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
    const address = this.addressIn({ taken, hasAddress });
    if (this.#form === 'quotation') {
      quote(content, taken.has(this.#count) ? undefined : { ...this.page, address });
    } else if (address !== undefined) addSource(content, { ...this.page, address });
    return content.innerHTML;
  }

  /**
   * The page's address as it is shared; undefined if it is not. A text fragment repeats words of the quotation, which may
   * be those that were taken out.
   */
  addressIn({ taken, hasAddress }: Assembly): string | undefined {
    const { address } = this.page;
    if (!hasAddress || taken.has(this.#count)) return undefined;
    return taken.size === 0 ? address : address?.replace(/#?:~:.*$/s, '');
  }

  /** Nothing is left but the line under the quotation. */
  isEmpty(taken: ReadonlySet<number>): boolean {
    return [...taken].filter((block) => block < this.#count).length === this.#count;
  }

  /** The blocks of the whole page as `assemble` makes it, by their numbers, in the document that shows it. */
  blocksIn(shown: HTMLElement, { hasAddress }: Pick<Assembly, 'hasAddress'>): readonly Element[] {
    if (this.#form === 'quotation') {
      const content = shown.querySelector(':scope > figure > blockquote');
      const line = this.#hasLine && shown.querySelector(':scope > figure > figcaption');
      return [...(content ? blocksOf(content) : []), ...(line ? [line] : [])];
    }
    const blocks = blocksOf(shown);
    return hasAddress && this.page.address !== undefined ? blocks.slice(0, -1) : blocks;
  }

  /** A line that has the address alone goes with the choice of the address. */
  get #hasLine(): boolean {
    return this.#form === 'quotation' && (this.page.author !== '' || this.page.title !== '');
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
function quote(content: HTMLElement, source: Source | undefined): void {
  const owner = content.ownerDocument;
  const quotation = owner.createElement('blockquote');
  quotation.append(...content.childNodes);
  const card = owner.createElement('figure');
  card.append(quotation);
  const line = source && lineUnder(owner, source);
  if (line) card.append(line);
  content.append(card);
}

/** Undefined where there is nothing to name. */
function lineUnder(owner: Document, { author, title, address }: Source): HTMLElement | undefined {
  const source = owner.createElement('cite');
  if (address !== undefined) source.append(linkTo(owner, address, title));
  else source.append(title);
  const parts = [author, source.textContent && source].filter((part) => part !== '');
  if (parts.length === 0) return undefined;
  const line = owner.createElement('figcaption');
  line.append('— ', ...parts.flatMap((part, i) => (i === 0 ? [part] : [', ', part])));
  return line;
}

function linkTo(owner: Document, address: string, title: string): HTMLAnchorElement {
  const link = owner.createElement('a');
  link.setAttribute('href', address);
  link.textContent = title || address;
  return link;
}
