import type { Draft } from '@mayfly/relay/words';

/**
 * Writes the latest draft down as soon as the write before has ended, so that closing the popup loses at most what
 * was typed within one write, and fast typing does not pile writes up.
 */
export class DraftKeeper {
  readonly #write: (draft: Draft) => Promise<void>;
  #next: Draft | undefined;
  #isWriting = false;

  constructor(write: (draft: Draft) => Promise<void>) {
    this.#write = write;
  }

  keep(draft: Draft): void {
    this.#next = draft;
    if (!this.#isWriting) void this.#drain();
  }

  async #drain(): Promise<void> {
    this.#isWriting = true;
    for (let draft = this.#take(); draft; draft = this.#take()) {
      // Too long for the settings' quota: it stays in the popup, and the last that fitted is kept.
      await this.#write(draft).catch(() => undefined);
    }
    this.#isWriting = false;
  }

  #take(): Draft | undefined {
    const draft = this.#next;
    this.#next = undefined;
    return draft;
  }
}
