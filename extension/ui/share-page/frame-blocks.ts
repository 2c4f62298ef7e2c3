/**
 * The blocks of a page in the frame that shows it: each gets a button that takes it out, and leaves a quiet line when it
 * is out. No script runs in that frame. All of this is done from outside, and so are the listeners.
 */
import { direction, t } from '@mayfly/relay/words';
import { previewStyle } from './preview-style.ts';
import { nameOf } from './preview-words.ts';

export interface FrameBlocksDeps {
  /** By their numbers. */
  readonly blocks: readonly Element[];
  /** The first words of each block. */
  readonly words: readonly string[];
  readonly onTake: (block: number) => void;
  readonly onPutBack: (block: number) => void;
  /** A key was pressed in the frame. */
  readonly onKey: (event: KeyboardEvent) => void;
}

interface ShownBlock {
  readonly element: Element;
  readonly button: HTMLElement;
  /** Stands in its place while it is out. */
  line?: HTMLElement;
}

export class FrameBlocks {
  readonly #page: Document;
  readonly #deps: FrameBlocksDeps;
  readonly #blocks: readonly ShownBlock[];
  /** The numbers of the blocks, and of their buttons and lines. */
  readonly #numbers = new Map<Element, number>();
  /** The block that the user acts on: its button gets the focus. */
  #acted: number | undefined;

  constructor(page: Document, deps: FrameBlocksDeps) {
    this.#page = page;
    this.#deps = deps;
    const style = page.createElement('style');
    style.textContent = previewStyle(page);
    page.head.append(style);
    // They lead nowhere here.
    for (const link of page.querySelectorAll('a[href], area[href]')) {
      link.setAttribute('tabindex', '-1');
    }
    this.#blocks = deps.blocks.map((element, number) => this.#prepare(element, number));
    this.#listen();
  }

  /** Takes these blocks out of the shown page, and puts all others back. */
  show(taken: ReadonlySet<number>): void {
    this.#blocks.forEach((block, number) => {
      if (taken.has(number) === (block.line !== undefined)) return;
      if (block.line) putBack(block, block.line);
      else this.#takeOut(block, number);
    });
    this.#refocus();
  }

  #prepare(element: Element, number: number): ShownBlock {
    const button = this.#createButton('take-out', number);
    button.setAttribute(
      'aria-label',
      t('sharePage_takeOutBlock', { words: this.#wordsOf(number) }),
    );
    button.title = t('sharePage_takeOut');
    element.setAttribute('data-block', '');
    this.#numbers.set(element, number);
    const place = placeInside(element);
    if (place) place.prepend(button);
    else element.before(button);
    return { element, button };
  }

  #takeOut(block: ShownBlock, number: number): void {
    const { element, button } = block;
    const name = t('sharePage_putBackBlock', { words: this.#wordsOf(number) });
    const back = this.#createButton('put-back', number);
    back.textContent = t('sharePage_putBack');
    back.setAttribute('aria-label', name);
    const line = this.#page.createElement(placeInside(element) ? 'div' : 'p');
    line.className = 'taken-out';
    Object.assign(line, direction());
    line.append(`${t('sharePage_takenOut', { words: this.#wordsOf(number) })} `, back);
    block.line = standIn(element, line);
    if (!placeInside(element)) button.remove();
    element.replaceWith(block.line);
  }

  #createButton(kind: string, number: number): HTMLElement {
    const button = this.#page.createElement('button');
    button.type = 'button';
    button.lang = direction().lang;
    button.className = kind;
    this.#numbers.set(button, number);
    return button;
  }

  #wordsOf(number: number): string {
    return nameOf(this.#deps.words[number] ?? '');
  }

  #listen(): void {
    const { onKey } = this.#deps;
    const refuse = (event: Event) => event.preventDefault();
    this.#page.addEventListener('click', (event) => this.#onClick(event));
    for (const type of ['auxclick', 'dragstart', 'drop', 'submit']) {
      this.#page.addEventListener(type, refuse);
    }
    this.#page.addEventListener('keydown', onKey);
  }

  #onClick(event: MouseEvent): void {
    event.preventDefault();
    const found = this.#found(event.target);
    if (!found) return;
    const { element, number } = found;
    const isButton = element.nodeName === 'BUTTON';
    if (!isButton && isSelecting(this.#page)) return;
    this.#acted = number;
    if (element.classList.contains('put-back')) this.#deps.onPutBack(number);
    else this.#deps.onTake(number);
  }

  #found(target: EventTarget | null) {
    // Elements of the frame are of another window, so `instanceof` knows none of them.
    for (let at = target as Element | null; at; at = at.parentElement) {
      const number = this.#numbers.get(at);
      if (number !== undefined) return { element: at, number };
    }
    return undefined;
  }

  #refocus(): void {
    const acted = this.#acted === undefined ? undefined : this.#blocks[this.#acted];
    this.#acted = undefined;
    const button = acted?.line ? acted.line.querySelector<HTMLElement>('button') : acted?.button;
    button?.focus({ preventScroll: true });
  }
}

function putBack(block: ShownBlock, line: HTMLElement): void {
  const { element, button } = block;
  if (placeInside(element)) line.replaceWith(element);
  else line.replaceWith(button, element);
  delete block.line;
}

/** Where the button of a block stands that may not have it as its neighbour: in the block itself. */
function placeInside(element: Element): Element | undefined {
  if (/^(?:LI|DT|DD|TD|TH|CAPTION)$/.test(element.nodeName)) return element;
  if (!/^(?:THEAD|TBODY|TFOOT|TR)$/.test(element.nodeName)) return undefined;
  return element.querySelector('td, th') ?? undefined;
}

/** An element of the kind that may stand in the place of `element`, with `line` in it. */
function standIn(element: Element, line: HTMLElement): HTMLElement {
  const owner = element.ownerDocument;
  const around = (name: string, content: HTMLElement) => {
    const made = owner.createElement(name);
    made.append(content);
    return made;
  };
  const { nodeName } = element;
  if (/^(?:LI|DT|DD|TD|TH|CAPTION)$/.test(nodeName)) {
    const made = around(nodeName.toLowerCase(), line);
    made.setAttribute('data-taken', '');
    for (const name of ['colspan', 'rowspan']) {
      const value = element.getAttribute(name);
      if (value !== null) made.setAttribute(name, value);
    }
    return made;
  }
  if (!/^(?:THEAD|TBODY|TFOOT|TR)$/.test(nodeName)) return line;
  const cell = around('td', line);
  cell.setAttribute('colspan', '1000');
  return nodeName === 'TR' ? around('tr', cell) : around('tbody', around('tr', cell));
}

function isSelecting(page: Document): boolean {
  return page.getSelection()?.isCollapsed === false;
}
