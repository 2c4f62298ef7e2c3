/** Reads an image that a page shows, as far as the page itself may. */

const SHOWN = /^image\/(?:png|jpeg|gif|webp|avif|svg\+xml)$/;

/** Its own bytes, or else what is painted of it; undefined where the browser keeps both from being read. */
export async function readImage(
  image: HTMLImageElement,
  signal: AbortSignal,
): Promise<Blob | undefined> {
  return (await fetchImage(image.currentSrc || image.src, signal)) ?? (await paint(image));
}

export async function fetchImage(url: string, signal: AbortSignal): Promise<Blob | undefined> {
  try {
    const response = await fetch(url, { cache: 'force-cache', signal });
    const blob = await response.blob();
    return response.ok && SHOWN.test(blob.type) ? blob : undefined;
  } catch {
    // Another site's image that this page may show and not read, most often: perhaps it was loaded to be read.
    return undefined;
  }
}

async function paint(image: HTMLImageElement): Promise<Blob | undefined> {
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  try {
    canvas.getContext('2d')?.drawImage(image, 0, 0);
    return await new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined)));
  } catch {
    return undefined; // the browser keeps it from being read
  }
}

export async function dataUrlOf(blob: Blob): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const reader = new FileReader();
  reader.onloadend = () => resolve(typeof reader.result === 'string' ? reader.result : undefined);
  reader.readAsDataURL(blob);
  return promise;
}
