import { setTimeout as pause } from 'node:timers/promises';

/** Polls a condition that no event announces. If it never holds, the time limit of the test ends the wait. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await pause(10);
}
