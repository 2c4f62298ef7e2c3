/** A tab with one page, in which the background's functions run as they do in a real one: here, that is this world. */
import { vi } from 'vitest';
import { browser } from 'wxt/browser';
import {
  PAGE_TOKEN,
  type AwaitPress,
  type Seen,
  type ShowToast,
  TOAST,
  TOAST_PRESS,
  type Toast,
  type ToastAct,
} from '../../extension/toast/toast-message.ts';

export class FakeTab {
  readonly id = 7;
  /** The messages shown in its pages. */
  readonly toasts: Toast[] = [];
  /** The button that its user presses in a toast, if any. */
  presses: ToastAct | undefined;

  static open(): FakeTab {
    const tab = new FakeTab();
    const show: ShowToast = (token, toast) => tab.#show(token, toast);
    const press: AwaitPress = async () => tab.presses;
    Reflect.set(globalThis, TOAST, show);
    Reflect.set(globalThis, TOAST_PRESS, press);
    Reflect.deleteProperty(globalThis, PAGE_TOKEN);
    Reflect.set(browser, 'scripting', { executeScript: run });
    return tab;
  }

  /** The page is left for another one. */
  navigate(): void {
    Reflect.deleteProperty(globalThis, PAGE_TOKEN);
  }

  /** From now on it is a page in which no toast can be made. */
  break(): void {
    const show: ShowToast = () => {
      throw new TypeError('cannot make it');
    };
    Reflect.set(globalThis, TOAST, show);
  }

  /** From now on it is closed while its user looks at a toast. */
  close(): void {
    const executeScript = async (injection: Injection) => {
      if (injection.args?.[0] === TOAST_PRESS) throw new Error('no tab with this id');
      return run(injection);
    };
    Reflect.set(browser, 'scripting', { executeScript });
  }

  /** From now on it is a page in which nothing may run. */
  bar(): void {
    const executeScript = () => Promise.reject(new Error('cannot access contents of the page'));
    Reflect.set(browser, 'scripting', { executeScript });
  }

  #show(token: string, toast: Toast): Seen {
    if (Reflect.get(globalThis, PAGE_TOKEN) !== token) return 'unseen';
    this.toasts.push(toast);
    return 'shown';
  }
}

interface Injection {
  readonly files?: readonly string[];
  readonly func?: (...args: readonly unknown[]) => unknown;
  readonly args?: readonly unknown[];
}

/** A script's error stays in the page: the browser says only that there is no result. */
async function run({ func, args = [] }: Injection) {
  try {
    return [{ frameId: 0, result: await func?.(...args) }];
  } catch {
    return [{ frameId: 0, result: null }];
  }
}

/** The notifications that the background shows, by their ids. */
export function fakeNotifications() {
  const shown = new Map<string, string>();
  const listeners: ((id: string) => void)[] = [];
  Reflect.set(browser, 'notifications', {
    create: vi.fn(async (...created: [string, { message: string }] | [{ message: string }]) => {
      const [id, { message }] = created.length === 2 ? created : ['unnamed', ...created];
      shown.set(id, message);
    }),
    clear: async (id: string) => shown.delete(id),
    onClicked: { addListener: (listener: (id: string) => void) => listeners.push(listener) },
  });
  return { shown, press: (id: string) => listeners.forEach((listener) => listener(id)) };
}
