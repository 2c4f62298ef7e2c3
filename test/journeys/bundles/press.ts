import type { Firefox } from '../firefox.ts';

/** Presses the button with this text, within the element for a selector; waits for it. */
export async function press(firefox: Firefox, name: string, within = 'body'): Promise<void> {
  const mark = async (text: string, selector: string) => {
    document.querySelector('[data-pressed]')?.removeAttribute('data-pressed');
    for (;;) {
      const buttons = [...document.querySelectorAll<HTMLElement>(`${selector} button`)];
      const found = buttons.find(({ innerText }) => innerText.trim() === text);
      if (found) return found.setAttribute('data-pressed', '');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  await firefox.evaluate(mark, name, within);
  await firefox.click('[data-pressed]');
}
