import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { capture } from '../capture/capture.ts';
import { CAPTURE } from '../capture/captured.ts';

/** Put into the page that the user points the extension at, into the extension's own world there. */
export default defineUnlistedScript(() => {
  Reflect.set(globalThis, CAPTURE, capture);
});
