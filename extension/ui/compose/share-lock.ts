/** Tells a share that runs in some tab from one that was interrupted: the browser releases a lock when its tab is gone. */

const PREFIX = 'sharing ';

/** The lock of the share that runs in this tab. */
export class ShareLock {
  #release: (() => void) | undefined;

  /** Resolves once this tab has the lock. */
  async hold(id: string): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const ended = new Promise<void>((release) => (this.#release = release));
    void navigator.locks.request(PREFIX + id, () => {
      resolve();
      return ended;
    });
    await promise;
  }

  release(): void {
    this.#release?.();
    this.#release = undefined;
  }
}

/** Says whether a share runs in this or another tab. */
export async function isRunning(id: string): Promise<boolean> {
  const { held = [] } = await navigator.locks.query();
  return held.some(({ name }) => name === PREFIX + id);
}
