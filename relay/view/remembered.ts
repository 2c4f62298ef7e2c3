/** Choices of a reader for all pages, which this browser remembers. */
import { useState } from 'preact/hooks';

/** A choice and its setter, like `useState`; undefined until the reader has chosen once. */
export function useRemembered(key: string) {
  const [choice, setChoice] = useState(() => read(key));
  const choose = (isChosen: boolean) => {
    write(key, isChosen);
    setChoice(isChosen);
  };
  return [choice, choose] as const;
}

function read(key: string): boolean | undefined {
  try {
    const kept = localStorage.getItem(key);
    return kept === null ? undefined : kept === 'true';
  } catch {
    return undefined; // the browser stores nothing for this site
  }
}

function write(key: string, isChosen: boolean): void {
  try {
    localStorage.setItem(key, String(isChosen));
  } catch {
    // The browser stores nothing for this site: the choice applies to this page.
  }
}
