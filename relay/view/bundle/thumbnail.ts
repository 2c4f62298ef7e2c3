/** Small pictures of large ones, made one or two at a time: each is drawn whole for a moment. */
import type { BundleEntry } from '../../client/bundle/index.ts';
import { signatureOf } from '../../words/media/signature.ts';
import type { EntrySource } from './entry-source.ts';

/** A larger picture would take gigabytes of memory to draw. */
const MOST_PIXELS = 100_000_000;
/** In bytes. A larger file is no picture for a thumbnail. */
const MOST_BYTES = 32 * 1024 * 1024;
/** The longer side, in pixels: enough for a cell on a sharp screen. */
const SIDE = 400;
const LANES = 2;

/** Makes thumbnails in the order in which they are asked for. */
export class Thumbnails {
  readonly #source: EntrySource;
  readonly #waiting: (() => Promise<void>)[] = [];
  #busy = 0;

  constructor(source: EntrySource) {
    this.#source = source;
  }

  /** Resolves with nothing for what cannot be drawn, and rejects for what cannot be read. The entry must be here. */
  async make(entry: BundleEntry, signal: AbortSignal): Promise<Blob | undefined> {
    if (entry.bytes === 0 || entry.bytes > MOST_BYTES) return undefined;
    const { promise, resolve, reject } = Promise.withResolvers<Blob | undefined>();
    this.#waiting.push(async () => {
      if (signal.aborted) return resolve(undefined);
      await this.#draw(entry, signal).then(resolve, reject);
    });
    void this.#next();
    return await promise;
  }

  async #next(): Promise<void> {
    if (this.#busy >= LANES) return;
    const work = this.#waiting.shift();
    if (!work) return;
    this.#busy += 1;
    await work();
    this.#busy -= 1;
    void this.#next();
  }

  async #draw(entry: BundleEntry, signal: AbortSignal): Promise<Blob | undefined> {
    const bytes = await this.#source.bytes(entry, signal);
    const signature = signatureOf(bytes);
    // A drawing (SVG) may take for ever to draw: it is shown by the screen that can bound that.
    if (signature?.kind !== 'image') return undefined;
    const url = URL.createObjectURL(new Blob([bytes], { type: signature.mediaType }));
    try {
      return await smallOf(url);
    } finally {
      URL.revokeObjectURL(url);
    }
  }
}

async function smallOf(url: string): Promise<Blob | undefined> {
  const image = new Image();
  const loaded = new Promise<boolean>((resolve) => {
    image.addEventListener('load', () => resolve(true));
    image.addEventListener('error', () => resolve(false));
  });
  image.src = url;
  if (!(await loaded)) return undefined;
  const { naturalWidth: width, naturalHeight: height } = image;
  // Nothing is drawn before its size is known: a small file can hold a picture that fits into no memory.
  if (width * height > MOST_PIXELS || width === 0 || height === 0) return undefined;
  const scale = Math.min(1, SIDE / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const { promise, resolve } = Promise.withResolvers<Blob | null>();
  canvas.toBlob(resolve, 'image/webp', 0.8);
  return (await promise) ?? undefined;
}
