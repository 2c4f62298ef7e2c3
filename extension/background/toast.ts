/** Says what came of an action where the user acted: in the page, or by a notification where scripts may not run. */
import { browser } from 'wxt/browser';

export async function tell(tabId: number | undefined, text: string): Promise<void> {
  if (tabId !== undefined && (await toast(tabId, text))) return;
  await browser.notifications.create({
    type: 'basic',
    iconUrl: browser.runtime.getURL('/icon-128.png'),
    title: 'Mayfly',
    message: text,
  });
}

async function toast(tabId: number, text: string): Promise<boolean> {
  try {
    await browser.scripting.executeScript({ target: { tabId }, func: showToast, args: [text] });
    return true;
  } catch {
    return false; // scripts may not run there
  }
}

/** Runs in the page; a closed shadow root keeps the page's styles out and the toast out of the page's reach. */
function showToast(text: string): void {
  const id = 'mayfly-toast';
  document.getElementById(id)?.remove();
  const host = document.createElement('div');
  host.id = id;
  host.style.cssText =
    'all: initial !important; position: fixed !important; z-index: 2147483647 !important; inset: auto 0 24px 0 !important; display: flex !important; justify-content: center !important; pointer-events: none !important;';
  const box = document.createElement('div');
  box.setAttribute('role', 'status');
  const isDark = matchMedia('(prefers-color-scheme: dark)').matches;
  box.style.cssText = `box-sizing: border-box; max-width: min(30rem, calc(100vw - 32px)); padding: 12px 18px; border-radius: 14px; border: 1px solid ${isDark ? '#273230' : '#dbe2e0'}; background: ${isDark ? '#161e1d' : '#ffffff'}; color: ${isDark ? '#e3ebe9' : '#17211f'}; font: 15px/1.45 system-ui, -apple-system, 'Segoe UI', sans-serif; overflow-wrap: anywhere; box-shadow: 0 8px 32px rgb(0 0 0 / 25%); opacity: 0; transition: opacity 150ms ease-out;`;
  host.attachShadow({ mode: 'closed' }).append(box);
  document.documentElement.append(host);
  // A live region is read out only when it is there before its text.
  setTimeout(() => {
    box.textContent = text;
    box.style.opacity = '1';
  }, 60);
  setTimeout(() => host.remove(), 3_000 + text.length * 40);
}
