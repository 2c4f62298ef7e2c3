/** Whether the connection of this browser is one where data is dear, as far as the browser says. */

/** What browsers that know call `navigator.connection`; Firefox has none. */
export interface NetworkConnection extends EventTarget {
  /** Whether the user asked for less data. */
  readonly saveData?: boolean;
  /** Only some systems say. */
  readonly type?: string;
}

export function thisConnection(): NetworkConnection | undefined {
  return (navigator as { readonly connection?: NetworkConnection }).connection;
}

export function isMetered(connection: NetworkConnection | undefined): boolean {
  return connection?.saveData === true || connection?.type === 'cellular';
}
