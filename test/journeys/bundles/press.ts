import type { Firefox } from '../firefox.ts';

/** Presses the button with this text, within the element for a selector; waits for it. */
export async function press(firefox: Firefox, name: string, within = 'body'): Promise<void> {
  const click = async (text: string, selector: string) => {
    for (;;) {
      const buttons = [...document.querySelectorAll<HTMLElement>(`${selector} button`)];
      const found = buttons.find(({ innerText }) => innerText.trim() === text);
      // At once: a page that is still being drawn might have another button in its place a moment later.
      if (found) return found.click();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  await firefox.evaluate(click, name, within);
}

/** Opens a link, and waits until the screen of several files is there: that of the viewer, or that of the web page. */
export async function openFiles(
  firefox: Firefox,
  link: string,
  screen: 'moz-extension:' | 'http:',
): Promise<void> {
  await firefox.visit(link);
  const isThere = (protocol: string) =>
    location.protocol === protocol && document.querySelector('.files-row') !== null;
  // The browser gives no answer while a link of the relay is on its way to the viewer.
  const look = () => firefox.evaluate(isThere, screen).catch(() => false);
  while (!(await look())) await new Promise((resolve) => setTimeout(resolve, 50));
}
