import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { capture } from '../capture/capture.ts';
import { CAPTURE, CAPTURE_IMAGE } from '../capture/captured.ts';
import { captureImage } from '../capture/image.ts';

/** Put into the page that the user points the extension at, into the extension's own world there. */
export default defineUnlistedScript(() => {
  Reflect.set(globalThis, CAPTURE, capture);
  Reflect.set(globalThis, CAPTURE_IMAGE, captureImage);
});
