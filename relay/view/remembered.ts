/** Choices of how to look at pages, which this browser remembers. */
import { useState } from 'preact/hooks';

/** A choice and its setter, as of `useState`; undefined until it was ever made. */
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
    return undefined; // the browser keeps nothing for this site
  }
}

function write(key: string, isChosen: boolean): void {
  try {
    localStorage.setItem(key, String(isChosen));
  } catch {
    // The browser keeps nothing for this site: the choice holds for this page.
  }
}
