/** Does the steps in turn. A step that fails is logged, and keeps none of the others from being done. */
export async function doEach(steps: readonly (() => Promise<void>)[]): Promise<void> {
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      console.error(error); // whatever wakes the background next tries again
    }
  }
}
