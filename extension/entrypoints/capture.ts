import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { captureQuotation } from '../capture/quotation.ts';
import { capture } from '../capture/selection.ts';
import {
  CAPTURE,
  CAPTURE_IMAGE,
  CAPTURE_SAMPLE,
  type CaptureOptions,
} from '../capture/captured.ts';
import { QUOTATION } from '../capture/captured-page.ts';
import { captureImage } from '../capture/page-image.ts';
import { capturePdf, isPdf } from '../capture/pdf-viewer.ts';
import { sampleSelection } from '../capture/selection-sample.ts';

/** Runs in the page that the user points the extension at, in the extension's own world there. */
export default defineUnlistedScript(() => {
  const captureAny = (options: CaptureOptions) => (isPdf() ? capturePdf() : capture(options));
  Reflect.set(globalThis, CAPTURE, captureAny);
  Reflect.set(globalThis, QUOTATION, captureQuotation);
  Reflect.set(globalThis, CAPTURE_IMAGE, captureImage);
  Reflect.set(globalThis, CAPTURE_SAMPLE, () => (isPdf() ? undefined : sampleSelection()));
});
