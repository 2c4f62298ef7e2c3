/**
 * A set that costs nothing while it is empty, and next to nothing while one value is in it, as in most of the many that
 * peers and transfers have. An empty `Set` takes some two hundred bytes (`npm run bench -- idle small` shows both).
 */
export class LazySet<T extends string | object> implements Iterable<T> {
  /** The value of a set of one; undefined where there are none or several. */
  #only: T | undefined;
  #several: Set<T> | undefined;

  constructor(values?: Iterable<T>) {
    if (values) for (const value of values) this.add(value);
  }

  get size(): number {
    return this.#several?.size ?? (this.#only === undefined ? 0 : 1);
  }

  has(value: T): boolean {
    return this.#several?.has(value) ?? this.#only === value;
  }

  add(value: T): void {
    if (this.#several) this.#several.add(value);
    else if (this.#only === undefined) this.#only = value;
    else if (this.#only !== value) {
      this.#several = new Set([this.#only, value]);
      this.#only = undefined;
    }
  }

  /** Says whether it was in the set. */
  delete(value: T): boolean {
    if (this.#several) return this.#deleteFrom(this.#several, value);
    if (this.#only !== value) return false;
    this.#only = undefined;
    return true;
  }

  clear(): void {
    this.#only = undefined;
    this.#several = undefined;
  }

  [Symbol.iterator](): Iterator<T> {
    if (this.#several) return this.#several.values();
    return (this.#only === undefined ? [] : [this.#only]).values();
  }

  #deleteFrom(several: Set<T>, value: T): boolean {
    const was = several.delete(value);
    if (several.size === 0) this.#several = undefined;
    return was;
  }
}
