/** Names that open tabs hold, so that no other tab deletes the rows behind them to make room. */

/** Holds a name in this tab until the returned function is called. A duplicate of the tab holds it too. */
export function holdName(name: string): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  void navigator.locks?.request(name, { mode: 'shared' }, () => promise);
  return resolve;
}

/** The names that any open tab holds. */
export async function heldNames(): Promise<ReadonlySet<string>> {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  return new Set(held.flatMap(({ name }) => name ?? []));
}
