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
    const params = { expression, awaitPromise: true, returnByValue: true, userGesture: true };
    const { result } = await this.#ask('Runtime.evaluate', params);
    if (result?.exceptionDetails) throw new Error(JSON.stringify(result.exceptionDetails));
    return result?.result.value;
  }

  /** Presses Escape, which closes the popup unless the popup itself makes use of it. */
  async escape(): Promise<void> {
    const key = { key: 'Escape', code: 'Escape', windowsVirtualKeyCode: 27 };
    await this.#ask('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key });
    await this.#ask('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
  }

  async #ask(method: string, params: object): Promise<Answer> {
    const id = ++this.#lastId;
    const { promise, resolve } = Promise.withResolvers<Answer>();
    this.#waiting.set(id, resolve);
    const message = JSON.stringify({ id, method, params });
    await this.#browser.send('Target.sendMessageToTarget', { sessionId: this.#sessionId, message });
    return await promise;
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

  /** Clicks the button with this name, once it can be pressed. */
  async press(name: string): Promise<void> {
    await this.evaluate(`new Promise((resolve) => {
      const look = () => {
        const button = [...document.querySelectorAll('button:enabled')]
          .find((one) => one.innerText.startsWith(${JSON.stringify(name)}));
        if (!button) return setTimeout(look, 20);
        resolve();
        button.click();
      };
      look();
    })`);
  }
}
