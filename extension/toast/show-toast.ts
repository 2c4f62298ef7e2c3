/** Shows a toast in the page that this runs in, out of the reach of its styles and scripts. */
import {
  PAGE_TOKEN,
  type Seen,
  type SpokenToast,
  type ToastAct,
  type ToastButton,
} from './toast-message.ts';
import { placeOnTop } from './toast-place.ts';
import { styleBox, styleButton, styleHost } from './toast-style.ts';

const HOST_ID = 'mayfly-toast';
/** A screen reader reads a live region out only if the region is there before its text. */
const BEFORE_TEXT_MS = 60;
/** The additional time of a toast with a button. */
const BUTTON_MS = 9_000;
/** A toast that offers no more than to undo stays at least this long. */
const UNDO_MS = 5_000;

/** Resolves when the toast shown last has gone, or a button in it was pressed. */
let pressing: Promise<ToastAct | undefined> = Promise.resolve(undefined);

export function awaitPress(): Promise<ToastAct | undefined> {
  return pressing;
}

export function showToast(token: string, toast: SpokenToast): Seen {
  if (Reflect.get(globalThis, PAGE_TOKEN) !== token || document.hidden) return 'unseen';
  const { host, box, status } = openToast(toast);
  if (!isLaidOut(host)) {
    host.remove();
    return 'unseen';
  }
  setTimeout(() => {
    status.textContent = toast.text;
    box.style.opacity = '1';
  }, BEFORE_TEXT_MS);
  const { promise, resolve } = Promise.withResolvers<ToastAct | undefined>();
  const { buttons = [] } = toast;
  box.append(...buttons.map((button) => createButton(button, resolve)));
  leaveWithin(host, box, lifeMs(toast.text, buttons), () => resolve(undefined));
  pressing = promise;
  return 'shown';
}

function lifeMs(text: string, buttons: readonly ToastButton[]): number {
  if (buttons.length === 0) return readingMs(text);
  const isOnlyUndo = buttons.every(({ act }) => act === 'undo');
  return isOnlyUndo ? Math.max(UNDO_MS, readingMs(text)) : readingMs(text) + BUTTON_MS;
}

function openToast({ lang, dir }: SpokenToast) {
  document.getElementById(HOST_ID)?.remove();
  const host = create('div');
  host.id = HOST_ID;
  styleHost(host);
  const box = create('div');
  Object.assign(box, { lang, dir });
  styleBox(box);
  const status = create('span');
  status.setAttribute('role', 'status');
  box.append(status);
  host.attachShadow({ mode: 'closed' }).append(box);
  placeOnTop(host);
  return { host, box, status };
}

/** A document that is no HTML makes an HTML element only where the namespace is given. */
function create<Name extends keyof HTMLElementTagNameMap>(name: Name): HTMLElementTagNameMap[Name] {
  const element = document.createElementNS('http://www.w3.org/1999/xhtml', name);
  return element as HTMLElementTagNameMap[Name];
}

/** A browser without popovers shows no HTML that is put into an SVG picture. */
function isLaidOut(host: HTMLElement): boolean {
  return host.getClientRects().length > 0;
}

function createButton(
  { act, name }: ToastButton,
  onPress: (act: ToastAct) => void,
): HTMLButtonElement {
  const button = create('button');
  button.type = 'button';
  button.textContent = name;
  styleButton(button, act === 'copy');
  button.addEventListener('click', ({ isTrusted }) => {
    if (isTrusted) onPress(act); // a script of the page can press nothing here
  });
  return button;
}

/** Removes the toast once nobody has pointed at it or focused it for `ms` milliseconds. */
function leaveWithin(host: HTMLElement, box: HTMLElement, ms: number, left: () => void): void {
  const leave = () => {
    host.remove();
    left();
  };
  let timer = setTimeout(leave, ms);
  const stay = () => clearTimeout(timer);
  const goOn = () => {
    stay();
    timer = setTimeout(leave, ms);
  };
  for (const event of ['pointerenter', 'focusin']) box.addEventListener(event, stay);
  for (const event of ['pointerleave', 'focusout']) box.addEventListener(event, goOn);
}

function readingMs(text: string): number {
  return 3_000 + text.length * 40;
}
