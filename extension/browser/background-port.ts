/** The page's end of a long-lived port. A worker that is killed takes the port with it, so the page opens another. */
import { browser } from 'wxt/browser';

const REOPEN_MS = 250;

/**
 * Calls `onUpdate` with everything the background sends under the name, until the returned function is called. The
 * name is asked for each time a port is opened, and `onOpen` is given the way to say something over it.
 */
export function follow<Update>(
  name: () => string,
  onUpdate: (update: Update) => void,
  onOpen?: (say: (message: unknown) => void) => void,
): () => void {
  let isStopped = false;
  let close = () => {};
  const open = () => {
    if (isStopped) return;
    const port = browser.runtime.connect({ name: name() });
    // The name says what the background sends; both ends are this extension.
    port.onMessage.addListener((update) => onUpdate(update as Update));
    let isOpen = true;
    port.onDisconnect.addListener(() => {
      isOpen = false;
      setTimeout(open, REOPEN_MS);
    });
    close = () => {
      isOpen = false;
      port.disconnect();
    };
    // The next port is given the way to say it again.
    onOpen?.((message) => isOpen && port.postMessage(message));
  };
  open();
  return () => {
    isStopped = true;
    close();
  };
}

/**
 * Calls `onUpdate` with everything the background sends under the name, over one port: `onBroken` tells of a background
 * that was killed. The returned function closes the port.
 */
export function listen<Update>(
  name: string,
  onUpdate: (update: Update) => void,
  onBroken: () => void,
): () => void {
  const port = browser.runtime.connect({ name });
  // As above.
  port.onMessage.addListener((update) => onUpdate(update as Update));
  port.onDisconnect.addListener(onBroken); // not called where this end closes it
  return () => port.disconnect();
}
