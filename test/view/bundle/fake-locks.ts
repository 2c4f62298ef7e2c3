/** The Web Locks of one browser: shared ones, of which `end` ends all, as the end of their tabs would. */
export class FakeLocks {
  readonly #held = new Map<object, string>();

  async request(name: string, _options: object, use: () => Promise<void>): Promise<void> {
    const lock = {};
    this.#held.set(lock, name);
    await use();
    this.#held.delete(lock);
  }

  async query(): Promise<{ readonly held: readonly { readonly name: string }[] }> {
    return { held: [...this.#held.values()].map((name) => ({ name })) };
  }

  end(): void {
    this.#held.clear();
  }
}
