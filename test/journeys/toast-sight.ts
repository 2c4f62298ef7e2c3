/** The toast in a page, as its user sees it. The debugger looks into closed shadow roots; scripts cannot. */
import type { CDPSession, Page } from 'playwright-core';
import { expect } from 'vitest';

interface DomNode {
  readonly nodeId: number;
  readonly nodeName: string;
  readonly nodeValue: string;
  readonly attributes?: readonly string[];
  readonly children?: readonly DomNode[];
  readonly shadowRoots?: readonly DomNode[];
}

export class ToastSight {
  readonly #page: Page;
  readonly #session: CDPSession;

  static async of(page: Page): Promise<ToastSight> {
    return new ToastSight(page, await page.context().newCDPSession(page));
  }

  private constructor(page: Page, session: CDPSession) {
    this.#page = page;
    this.#session = session;
  }

  /** Its whole text; '' if there is no toast. */
  async text(): Promise<string> {
    const host = await this.#host();
    return host ? textIn(host) : '';
  }

  /** The text for screen readers. */
  async status(): Promise<string> {
    const host = await this.#host();
    const status = host && find(host, (node) => node.attributes?.includes('status') ?? false);
    return status ? textIn(status) : '';
  }

  async says(text: string): Promise<void> {
    await expect.poll(() => this.status()).toContain(text);
  }

  /** Says whether it is drawn anywhere. */
  async isSeen(): Promise<boolean> {
    const { width = 0, height = 0 } =
      (await this.#page.locator('#mayfly-toast').boundingBox()) ?? {};
    return width > 0 && height > 0;
  }

  /** Presses the button with this name with the mouse, as only a person can. */
  async press(name: string): Promise<void> {
    const host = await this.#host();
    const isIt = (node: DomNode) => node.nodeName === 'BUTTON' && textIn(node).includes(name);
    const button = host && find(host, isIt);
    if (!button) throw new Error(`expected a button ${name} in the toast`);
    const { nodeId } = button;
    const { model } = await this.#session.send('DOM.getBoxModel', { nodeId });
    const [left = 0, top = 0] = model.content;
    await this.#page.mouse.click(left + model.width / 4, top + model.height / 4);
  }

  async #host(): Promise<DomNode | undefined> {
    const { root } = await this.#session.send('DOM.getDocument', { depth: -1, pierce: true });
    return find(root, ({ attributes }) => attributes?.includes('mayfly-toast') ?? false);
  }
}

function find(node: DomNode, isIt: (node: DomNode) => boolean): DomNode | undefined {
  if (isIt(node)) return node;
  for (const part of partsOf(node)) {
    const found = find(part, isIt);
    if (found) return found;
  }
  return undefined;
}

function textIn(node: DomNode): string {
  return node.nodeValue + partsOf(node).map(textIn).join(' ');
}

function partsOf({ children = [], shadowRoots = [] }: DomNode): readonly DomNode[] {
  return [...shadowRoots, ...children];
}
