/** The channels of one browser: all others hear what one end says. */
export class FakeChannel extends EventTarget {
  static readonly #all = new Set<FakeChannel>();

  constructor() {
    super();
    FakeChannel.#all.add(this);
  }

  postMessage(data: unknown): void {
    for (const other of FakeChannel.#all) {
      if (other !== this) other.dispatchEvent(Object.assign(new Event('message'), { data }));
    }
  }
}
