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

/** A map that costs nothing while it is empty, and next to nothing while one key is in it, like `LazySet`. */
export class LazyMap<K extends object, V> implements Iterable<readonly [K, V]> {
  /** The entry of a map of one; undefined where there are none or several. */
  #only: readonly [K, V] | undefined;
  #several: Map<K, V> | undefined;

  get size(): number {
    return this.#several?.size ?? (this.#only ? 1 : 0);
  }

  has(key: K): boolean {
    return this.#several ? this.#several.has(key) : this.#only?.[0] === key;
  }

  get(key: K): V | undefined {
    if (this.#several) return this.#several.get(key);
    return this.#only?.[0] === key ? this.#only[1] : undefined;
  }

  set(key: K, value: V): void {
    if (this.#several) this.#several.set(key, value);
    else if (!this.#only || this.#only[0] === key) this.#only = [key, value];
    else {
      this.#several = new Map([this.#only, [key, value]]);
      this.#only = undefined;
    }
  }

  delete(key: K): void {
    if (!this.#several) {
      if (this.#only?.[0] === key) this.#only = undefined;
      return;
    }
    this.#several.delete(key);
    if (this.#several.size === 0) this.#several = undefined;
  }

  [Symbol.iterator](): Iterator<readonly [K, V]> {
    if (this.#several) return this.#several.entries();
    return (this.#only ? [this.#only] : []).values();
  }

  *keys(): Iterable<K> {
    for (const [key] of this) yield key;
  }
}
