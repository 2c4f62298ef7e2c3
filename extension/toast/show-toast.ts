/** Shows a toast in the page that this runs in, out of the reach of its styles and scripts. */
import { PAGE_TOKEN, type Seen, type SpokenToast } from './toast-message.ts';
import { styleBox, styleButton, styleHost } from './toast-style.ts';

const HOST_ID = 'mayfly-toast';
/** A live region is read out only when it is there before its text. */
const BEFORE_TEXT_MS = 60;
const BUTTON_MS = 9_000;

/** Resolves at once, or where there is a button when that was pressed or the toast has gone. */
export async function showToast(token: string, toast: SpokenToast): Promise<Seen> {
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
  if (toast.button === undefined) {
    leaveWithin(host, box, readingMs(toast.text));
    return 'shown';
  }
  return await pressed(host, box, toast.button, readingMs(toast.text) + BUTTON_MS);
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
  document.documentElement.append(host);
  return { host, box, status };
}

/** In a document that is no HTML, elements are only where their namespace is told. */
function create<Name extends keyof HTMLElementTagNameMap>(name: Name): HTMLElementTagNameMap[Name] {
  const element = document.createElementNS('http://www.w3.org/1999/xhtml', name);
  return element as HTMLElementTagNameMap[Name];
}

/** A picture, SVG, shows no HTML that is put into it. */
function isLaidOut(host: HTMLElement): boolean {
  return host.getClientRects().length > 0;
}

function pressed(host: HTMLElement, box: HTMLElement, name: string, ms: number): Promise<Seen> {
  const { promise, resolve } = Promise.withResolvers<Seen>();
  const button = create('button');
  button.type = 'button';
  button.textContent = name;
  styleButton(button);
  button.addEventListener('click', ({ isTrusted }) => {
    if (isTrusted) resolve('pressed'); // the page presses nothing here
  });
  box.append(button);
  leaveWithin(host, box, ms, () => resolve('shown'));
  return promise;
}

/** Goes after so many milliseconds in which it was neither pointed at nor focused. */
function leaveWithin(host: HTMLElement, box: HTMLElement, ms: number, left = () => {}): void {
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
