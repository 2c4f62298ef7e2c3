/** The moments at which a lost connection may work again, as far as this context hears of them. */

/** The part of a window or worker that this module needs. */
export interface AwakeScope {
  addEventListener(type: string, listener: () => void): void;
  removeEventListener(type: string, listener: () => void): void;
  /** A worker has no document. */
  readonly document?: {
    readonly visibilityState: string;
    addEventListener(type: string, listener: () => void): void;
    removeEventListener(type: string, listener: () => void): void;
  };
}

/** The network is back; or the page is back from the browser's cache, or runs again after a freeze. */
const OF_SCOPE = ['online', 'pageshow'] as const;
const OF_DOCUMENT = ['visibilitychange', 'resume'] as const;

/** Calls `onAwake` when the network, the page or the machine may be back, until the returned function is called. */
export function watchAwake(onAwake: () => void, scope: AwakeScope): () => void {
  const { document } = scope;
  const listener = () => {
    if (document?.visibilityState !== 'hidden') onAwake();
  };
  // A hidden tab uploads pages to others, so it listens for the network too.
  for (const type of OF_SCOPE) scope.addEventListener(type, onAwake);
  for (const type of OF_DOCUMENT) document?.addEventListener(type, listener);
  return () => {
    for (const type of OF_SCOPE) scope.removeEventListener(type, onAwake);
    for (const type of OF_DOCUMENT) document?.removeEventListener(type, listener);
  };
}
