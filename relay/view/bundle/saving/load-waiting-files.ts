/** The code of files that wait to be saved. It is in a chunk of its own, which no first screen loads. */
export function loadWaitingFiles(): Promise<typeof import('./waiting-file.ts')> {
  return import('./waiting-file.ts');
}
