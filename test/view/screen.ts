/** A screen in a DOM without a browser. */
import { type ComponentChild, render } from 'preact';
import { act } from 'preact/test-utils';

export async function show(screen: ComponentChild): Promise<HTMLElement> {
  await act(() => render(screen, document.body));
  return document.body;
}

export function hide(): void {
  render(null, document.body);
}

/** The button whose name begins so. */
export function button(name: string): HTMLButtonElement {
  const found = findButton(name);
  if (!found) throw new Error(`expected a button called ${name}`);
  return found;
}

export function findButton(name: string): HTMLButtonElement | undefined {
  return [...document.querySelectorAll('button')].find((it) => it.textContent.startsWith(name));
}

export async function press(name: string): Promise<void> {
  await act(async () => button(name).click());
}
