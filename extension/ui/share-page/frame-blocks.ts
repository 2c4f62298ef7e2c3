/**
 * The blocks of a page in the frame that shows it: each gets a button that takes it out, and leaves a quiet line when it
 * is out. The Tab key stops at one of these buttons, and arrow keys go to the others. No script runs in that frame. All
 * of this is done from outside, and so are the listeners.
 */
import { direction, t } from '@mayfly/relay/words';
import { placeInside, standIn } from './block-stand-in.ts';
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

/** The block to which a key goes from the block `at`. */
const GOALS: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowUp: (at) => Math.max(at - 1, 0),
  ArrowDown: (at, last) => Math.min(at + 1, last),
  Home: () => 0,
  End: (_, last) => last,
};

/** The keys that press a button. The space bar does it by itself, once it is let go. */
const PRESSES = new Set(['Enter', 'Delete', 'Backspace']);

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
  /** The block at whose button the Tab key stops, and that button. */
  #stop = 0;
  #stopButton: HTMLElement | undefined;

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
    this.#stopAt(0);
    this.#listen();
  }

  get count(): number {
    return this.#blocks.length;
  }

  /** Takes these blocks out of the shown page, and puts all others back. */
  show(taken: ReadonlySet<number>): void {
    this.#blocks.forEach((block, number) => {
      if (taken.has(number) === (block.line !== undefined)) return;
      if (block.line) putBack(block, block.line);
      else this.#takeOut(block, number);
    });
    this.#stopAt(this.#acted ?? this.#stop);
    if (this.#acted !== undefined) this.#buttonOf(this.#acted)?.focus({ preventScroll: true });
    this.#acted = undefined;
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
    button.tabIndex = -1;
    button.lang = direction().lang;
    button.className = kind;
    this.#numbers.set(button, number);
    return button;
  }

  #wordsOf(number: number): string {
    return nameOf(this.#deps.words[number] ?? '');
  }

  #listen(): void {
    const refuse = (event: Event) => event.preventDefault();
    this.#page.addEventListener('click', (event) => this.#onClick(event));
    for (const type of ['auxclick', 'dragstart', 'drop', 'submit']) {
      this.#page.addEventListener(type, refuse);
    }
    this.#page.addEventListener('keydown', (event) => this.#onKeyDown(event));
    this.#page.addEventListener('focusin', ({ target }) => {
      const number = this.#numberOf(target);
      if (number !== undefined) this.#stopAt(number);
    });
  }

  #onKeyDown(event: KeyboardEvent): void {
    this.#deps.onKey(event);
    const { key, target } = event;
    const at = this.#numberOf(target);
    if (at === undefined || hasModifier(event)) return;
    const goal = GOALS[key]?.(at, this.#blocks.length - 1);
    if (goal !== undefined) this.#goTo(goal);
    else if (!PRESSES.has(key)) return;
    // A key that is held down would take the block out, bring it back, and so on.
    else if (!event.repeat) this.#buttonOf(at)?.click();
    event.preventDefault();
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

  /** The number of the block whose button this is. */
  #numberOf(target: EventTarget | null): number | undefined {
    const element = target as Element | null;
    return element?.nodeName === 'BUTTON' ? this.#numbers.get(element) : undefined;
  }

  #buttonOf(number: number): HTMLElement | undefined {
    const { line, button } = this.#blocks[number] ?? {};
    return line?.querySelector('button') ?? button;
  }

  #stopAt(number: number): void {
    if (this.#stopButton) this.#stopButton.tabIndex = -1;
    this.#stop = number;
    this.#stopButton = this.#buttonOf(number);
    if (this.#stopButton) this.#stopButton.tabIndex = 0;
  }

  /** All of the block comes on the screen, not its button alone. */
  #goTo(number: number): void {
    const { line, element } = this.#blocks[number] ?? {};
    (line ?? element)?.scrollIntoView({ block: 'nearest' });
    this.#stopAt(number);
    this.#buttonOf(number)?.focus({ preventScroll: true });
  }
}

function putBack(block: ShownBlock, line: HTMLElement): void {
  const { element, button } = block;
  if (placeInside(element)) line.replaceWith(element);
  else line.replaceWith(button, element);
  delete block.line;
}

function hasModifier({ altKey, ctrlKey, metaKey, shiftKey }: KeyboardEvent): boolean {
  return altKey || ctrlKey || metaKey || shiftKey;
}

function isSelecting(page: Document): boolean {
  return page.getSelection()?.isCollapsed === false;
}
