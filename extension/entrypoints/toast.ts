import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { showToast } from '../toast/show-toast.ts';
import { TOAST } from '../toast/toast-message.ts';

/** Put into the page where something is to be said, into the extension's own world there. */
export default defineUnlistedScript(() => {
  Reflect.set(globalThis, TOAST, showToast);
});
