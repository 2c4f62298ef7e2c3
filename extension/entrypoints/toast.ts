import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { awaitPress, showToast } from '../toast/show-toast.ts';
import { TOAST, TOAST_PRESS } from '../toast/toast-message.ts';

/** Runs in the page where something is to be told, in the extension's own world there. */
export default defineUnlistedScript(() => {
  Reflect.set(globalThis, TOAST, showToast);
  Reflect.set(globalThis, TOAST_PRESS, awaitPress);
});
