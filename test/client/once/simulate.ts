/** `npm run simulate -- once [--seed N --runs N]`: see `opening-simulation.ts`. Prints what happened in the runs. */
import { type OpeningSummary, simulateOpenings } from './opening-simulation.ts';

/** A line appears after this many runs. */
const CHUNK = 5_000;

export async function simulateOnce(seed: number, runs: number): Promise<void> {
  const began = performance.now();
  const total: Record<string, number> = { runs: 0, events: 0 };
  try {
    for (let done = 0; done < runs; done += CHUNK) {
      const chunk = Math.min(CHUNK, runs - done);
      add(total, chunk, await simulateOpenings({ seed: seed + done, runs: chunk }));
      console.log(`${done + chunk} runs in ${Math.round((performance.now() - began) / 1_000)} s`);
    }
    console.log('every promise was kept');
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
  }
  for (const [name, n] of Object.entries(total)) {
    console.log(`${name.padStart(32)}  ${n.toLocaleString('en')}`);
  }
}

function add(total: Record<string, number>, runs: number, { events, tally }: OpeningSummary): void {
  for (const [name, n] of Object.entries({ runs, events, ...tally })) {
    total[name] = (total[name] ?? 0) + n;
  }
}
