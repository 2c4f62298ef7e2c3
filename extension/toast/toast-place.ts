/**
 * The place of a toast in the page. It is a popover, so the browser draws it above everything else, also above a dialog
 * of the page. A modal dialog makes everything outside it inert; then the toast goes into the dialog.
 */

/** Puts the toast into the page, above everything else. */
export function placeOnTop(host: HTMLElement): void {
  const dialog = openModalDialog();
  host.setAttribute('popover', 'manual');
  raise(host, dialog ?? document.documentElement);
  // A dialog that closes hides everything in it.
  dialog?.addEventListener('close', () => host.isConnected && placeOnTop(host), { once: true });
}

function raise(host: HTMLElement, parent: Element): void {
  parent.append(host);
  try {
    host.showPopover();
  } catch {
    // A browser without popovers. The toast still stands above everything with a lower `z-index`.
  }
}

/** The modal dialog that the user is in; undefined if the page has none open. */
function openModalDialog(): Element | undefined {
  return dialogAround(focusedElement()) ?? [...document.querySelectorAll('dialog:modal')].at(-1);
}

/** The element with the focus, in any open shadow root. */
function focusedElement(): Element | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}

function dialogAround(element: Element | null): Element | undefined {
  for (let at = element; at;) {
    const dialog = at.closest('dialog:modal');
    if (dialog) return dialog;
    const root = at.getRootNode();
    at = root instanceof ShadowRoot ? root.host : null;
  }
  return undefined;
}
