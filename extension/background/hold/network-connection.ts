/** Tells whether data is expensive on this browser's connection, as far as the browser says. */

/** `navigator.connection`; Firefox has none. */
export interface NetworkConnection extends EventTarget {
  /** `true` if the user asked for less data. */
  readonly saveData?: boolean;
  /** Only some systems give it. */
  readonly type?: string;
}

export function thisConnection(): NetworkConnection | undefined {
  return (navigator as { readonly connection?: NetworkConnection }).connection;
}

export function isMetered(connection: NetworkConnection | undefined): boolean {
  return connection?.saveData === true || connection?.type === 'cellular';
}
