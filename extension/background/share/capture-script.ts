/** Reads the selection or an image of a page, at the moment when the user points the extension at it. */
import {
  CAPTURE,
  type Capture,
  CAPTURE_IMAGE,
  type Captured,
  type CapturedImage,
  type CaptureImage,
  CAPTURE_SAMPLE,
  type CaptureSample,
  type CaptureOptions,
  type ImageOptions,
  type SelectionSample,
} from '../../capture/captured.ts';
import { focusedFrame } from './focused-frame.ts';
import { runInPage } from './page-script.ts';

const script = '/capture.js';

export interface Place {
  readonly tabId: number;
  /** The frame that has the focus, if left out. */
  readonly frameId?: number | undefined;
}

/** The selection; undefined where scripts may not run, `foreign` where it is in a frame that may not be read. */
export async function readSelection(
  { tabId, frameId }: Place,
  options: CaptureOptions,
): Promise<Captured | 'foreign' | undefined> {
  const frame = frameId ?? (await focusedFrame(tabId));
  if (frame === undefined || frame === 'foreign') return frame;
  return runInPage<Captured>(
    { tabId, frameId: frame },
    { script, func: callCapture, args: [CAPTURE, options] },
  );
}

/** The start of the selection of a tab; undefined where nobody can tell. */
export async function readSample(tabId: number): Promise<SelectionSample | undefined> {
  const frameId = await focusedFrame(tabId);
  if (frameId === undefined || frameId === 'foreign') return undefined;
  return runInPage<SelectionSample>(
    { tabId, frameId },
    { script, func: callSample, args: [CAPTURE_SAMPLE] },
  );
}

/** The bytes of an image, as far as its page may read them; undefined where scripts may not run. */
export async function readPageImage(
  { tabId, frameId = 0 }: Place,
  options: ImageOptions,
): Promise<CapturedImage | undefined> {
  return runInPage<CapturedImage>(
    { tabId, frameId },
    { script, func: callCaptureImage, args: [CAPTURE_IMAGE, options] },
  );
}

/** Runs in the page, beside the script that went there before. */
function callCapture(name: string, options: CaptureOptions): Promise<Captured> {
  return (Reflect.get(globalThis, name) as Capture)(options);
}

/** The same, for the start of a selection. */
function callSample(name: string): SelectionSample | undefined {
  return (Reflect.get(globalThis, name) as CaptureSample)();
}

/** The same, for an image. */
function callCaptureImage(name: string, options: ImageOptions): Promise<CapturedImage> {
  return (Reflect.get(globalThis, name) as CaptureImage)(options);
}
