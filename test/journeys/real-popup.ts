/** The popup as it opens under the toolbar. Playwright does not see it, so only the debugger drives it. */
import type { CDPSession } from 'playwright-core';

interface Answer {
  readonly id: number;
  readonly result?: {
    readonly result: { readonly value?: unknown };
    readonly exceptionDetails?: unknown;
  };
}

export class RealPopup {
  readonly #browser: CDPSession;
  readonly #sessionId: string;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #lastId = 0;

  static async attach(browser: CDPSession, targetId: string): Promise<RealPopup> {
    const { sessionId } = await browser.send('Target.attachToTarget', { targetId });
    const popup = new RealPopup(browser, sessionId);
    await popup.evaluate(`new Promise((resolve) => {
      const look = () => document.hasFocus() ? resolve() : setTimeout(look, 20);
      look();
    })`);
    return popup;
  }

  private constructor(browser: CDPSession, sessionId: string) {
    this.#browser = browser;
    this.#sessionId = sessionId;
    browser.on('Target.receivedMessageFromTarget', (received) => {
      const answer = JSON.parse(received.message) as Answer;
      this.#waiting.get(answer.id)?.(answer);
      this.#waiting.delete(answer.id);
    });
  }

  /** The value of an expression, evaluated as on a click. Waits if it is a promise. */
  async evaluate(expression: string): Promise<unknown> {
    const id = ++this.#lastId;
    const { promise, resolve } = Promise.withResolvers<Answer>();
    this.#waiting.set(id, resolve);
    const params = { expression, awaitPromise: true, returnByValue: true, userGesture: true };
    await this.#browser.send('Target.sendMessageToTarget', {
      sessionId: this.#sessionId,
      message: JSON.stringify({ id, method: 'Runtime.evaluate', params }),
    });
    const { result } = await promise;
    if (result?.exceptionDetails) throw new Error(JSON.stringify(result.exceptionDetails));
    return result?.result.value;
  }

  /** Waits until the popup shows `text`, and returns its whole text. */
  async shows(text: string): Promise<string> {
    const shown = await this.evaluate(`new Promise((resolve) => {
      const look = () => document.body?.innerText.includes(${JSON.stringify(text)})
        ? resolve(document.body.innerText)
        : setTimeout(look, 20);
      look();
    })`);
    return String(shown);
  }

  /** Switches the checkbox with this name. */
  async check(name: string): Promise<void> {
    await this.shows(name);
    await this.evaluate(`[...document.querySelectorAll('label')]
      .find((label) => label.innerText.includes(${JSON.stringify(name)})).click()`);
  }

  /** Clicks the button with this name. */
  async press(name: string): Promise<void> {
    await this.shows(name);
    await this.evaluate(`[...document.querySelectorAll('button')]
      .find((button) => button.innerText.startsWith(${JSON.stringify(name)})).click()`);
  }
}
