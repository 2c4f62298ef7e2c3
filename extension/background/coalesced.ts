const GATHER_MS = 50;

/**
 * Makes one run of `action` out of many calls. `run` starts it after `gatherMs`, once for all calls that come meanwhile,
 * and never twice at a time. `runNow` does not wait for other calls: somebody sees nothing until then.
 */
export function coalesced(action: () => Promise<void> | void, gatherMs = GATHER_MS) {
  let state: 'idle' | 'due' | 'running' | 'running-due' | 'stopped' = 'idle';
  const isStopped = () => state === 'stopped';
  const perform = async () => {
    if (isStopped()) return;
    state = 'running';
    try {
      await action();
    } catch (error) {
      console.error(error); // the next run tries again
    } finally {
      const isDue = (state as string) === 'running-due'; // may have changed while the action ran
      if (!isStopped()) state = 'idle';
      if (isDue) run();
    }
  };
  const run = () => {
    if (state === 'running') state = 'running-due';
    if (state !== 'idle') return;
    state = 'due';
    setTimeout(() => void perform(), gatherMs);
  };
  const runNow = () => {
    if (state === 'idle') void perform();
    else run();
  };
  const stop = () => {
    state = 'stopped';
  };
  return { run, runNow, stop, isStopped };
}
