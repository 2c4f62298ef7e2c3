import { setTimeout as pause } from 'node:timers/promises';

/** Resolves once something is so that no event tells; a test that waits in vain is ended by its own time limit. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await pause(10);
}
