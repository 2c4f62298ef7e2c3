/**
 * Takes files that a user drops or pastes anywhere on the screen. Outside a field, the browser would open them instead.
 */
import { bringsFiles } from './refuse-files.ts';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { pastedFiles, type Transferred, transferredFiles } from './transferred-files.ts';

/**
 * Calls `onFiles` with the files while the component exists. Returns whether the user holds files over the screen now.
 */
export function useFilesOffered(onFiles: (given: Transferred) => void): boolean {
  const [isOver, setOver] = useState(false);
  const latest = useRef(onFiles);
  latest.current = onFiles;
  // Before the screen is drawn: who sees it can drop files on it.
  useLayoutEffect(() => {
    const drop = new FileDrop((given) => latest.current(given), setOver);
    return drop.listen();
  }, []);
  return isOver;
}

class FileDrop {
  readonly #onFiles: (given: Transferred) => void;
  readonly #onOver: (isOver: boolean) => void;

  constructor(onFiles: (given: Transferred) => void, onOver: (isOver: boolean) => void) {
    this.#onFiles = onFiles;
    this.#onOver = onOver;
  }

  /** Returns the function that ends it. */
  listen(): () => void {
    const ending = new AbortController();
    const { signal } = ending;
    addEventListener('dragover', (event) => this.#over(event), { signal });
    addEventListener('dragleave', (event) => this.#leave(event), { signal });
    addEventListener('drop', (event) => this.#drop(event), { signal });
    addEventListener('paste', (event) => this.#paste(event), { signal });
    return () => ending.abort();
  }

  #over(event: DragEvent): void {
    if (!bringsFiles(event)) return; // dropped text goes into the field, as usual
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
    this.#onOver(true);
  }

  #leave(event: DragEvent): void {
    // A move from one element to another does not leave the screen.
    if (event.relatedTarget === null) this.#onOver(false);
  }

  #drop(event: DragEvent): void {
    this.#onOver(false);
    if (!bringsFiles(event)) return;
    event.preventDefault();
    this.#onFiles(transferredFiles(event.dataTransfer));
  }

  #paste(event: ClipboardEvent): void {
    const given = pastedFiles(event.clipboardData);
    if (given.files.length === 0 && given.folders.length === 0) return;
    event.preventDefault();
    this.#onFiles(given);
  }
}
