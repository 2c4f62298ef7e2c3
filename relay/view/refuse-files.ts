/** Files that are dropped where nothing takes them. A page that only reads loads no more about files than this. */

/**
 * Ignores a dropped file if nothing takes it. Otherwise the browser would leave the page, and lose the pages it holds.
 */
export function refuseFiles(): void {
  addEventListener('dragover', (event) => {
    if (!bringsFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'none'; // a handler that takes files changes this afterwards
  });
}

/** True if a user drags files, and not a text. */
export function bringsFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') ?? false;
}
