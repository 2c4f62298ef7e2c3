/** Styles that elements of a page have for a while, and their own ones before and after it. */

interface Held {
  readonly hadAttribute: boolean;
  /** The element's own values, and whether they insist. */
  readonly before: Map<string, { readonly value: string; readonly priority: string }>;
}

export class HeldStyles {
  readonly #held = new Map<Styled, Held>();

  /** Gives an element these styles, over all that the page says. */
  hold(element: Element, styles: Readonly<Record<string, string>>): void {
    if (!isStyled(element)) return; // of another kind of markup: nothing is drawn of it
    const held = this.#held.get(element) ?? {
      hadAttribute: element.hasAttribute('style'),
      before: new Map(),
    };
    this.#held.set(element, held);
    for (const [name, value] of Object.entries(styles)) {
      const own = { value: styleOf(element, name), priority: priorityOf(element, name) };
      if (!held.before.has(name)) held.before.set(name, own);
      element.style.setProperty(name, value, 'important');
    }
  }

  has(element: Element): boolean {
    return isStyled(element) && this.#held.has(element);
  }

  /** Gives an element its own styles back. */
  release(element: Element): void {
    if (!isStyled(element)) return;
    const held = this.#held.get(element);
    if (!held) return;
    this.#held.delete(element);
    // A transition comes back last: it would fade the others in.
    const names = [...held.before.keys()].sort((a, b) => lateness(a) - lateness(b));
    for (const name of names) {
      if (name === 'transition') void getComputedStyle(element).opacity;
      const { value = '', priority = '' } = held.before.get(name) ?? {};
      if (value === '') element.style.removeProperty(name);
      else element.style.setProperty(name, value, priority);
    }
    // Chromium removes the attribute only once somebody has read it.
    if (!held.hadAttribute && element.getAttribute('style') === '') {
      element.removeAttribute('style');
    }
  }

  releaseAll(): void {
    for (const element of this.#held.keys()) this.release(element);
  }
}

type Styled = Element & ElementCSSInlineStyle;

function isStyled(element: Element): element is Styled {
  return 'style' in element && typeof element.style === 'object';
}

function styleOf({ style }: Styled, name: string): string {
  return style.getPropertyValue(name);
}

function priorityOf({ style }: Styled, name: string): string {
  return style.getPropertyPriority(name);
}

function lateness(name: string): number {
  return name === 'transition' ? 1 : 0;
}
