/** The moments at which a connection that was lost may be had again, as far as this context hears of them. */

/** As much of a window or a worker as is needed here. */
export interface AwakeScope {
  addEventListener(type: string, listener: () => void): void;
  removeEventListener(type: string, listener: () => void): void;
  /** A worker has none. */
  readonly document?: {
    readonly visibilityState: string;
    addEventListener(type: string, listener: () => void): void;
    removeEventListener(type: string, listener: () => void): void;
  };
}

/** The network is back; the page is back from the browser's cache, or goes on after it was frozen. */
const OF_SCOPE = ['online', 'pageshow'] as const;
const OF_DOCUMENT = ['visibilitychange', 'resume'] as const;

/** Calls `onAwake` when the network, the page or the machine may be back, until the returned function is called. */
export function watchAwake(onAwake: () => void, scope: AwakeScope): () => void {
  const { document } = scope;
  const listener = () => {
    if (document?.visibilityState !== 'hidden') onAwake();
  };
  // A hidden tab holds pages for others: it hears of the network all the same.
  for (const type of OF_SCOPE) scope.addEventListener(type, onAwake);
  for (const type of OF_DOCUMENT) document?.addEventListener(type, listener);
  return () => {
    for (const type of OF_SCOPE) scope.removeEventListener(type, onAwake);
    for (const type of OF_DOCUMENT) document?.removeEventListener(type, listener);
  };
}
