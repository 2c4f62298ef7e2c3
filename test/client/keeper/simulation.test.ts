import { expect, test } from 'vitest';
import { simulateKeeping } from './keeping-simulation.ts';

/** Short enough for every run of the tests. */
test.each([1, 1_001])(
  'a keeper has the orders that its devices want after any trouble, in 30 runs (from seed %i)',
  async (seed) => {
    const { tally } = await simulateKeeping({ seed, runs: 30 });
    expect(tally['orders']).toBeGreaterThan(30);
    expect(tally['lies']).toBeGreaterThan(100);
    expect(tally['restored profile']).toBeGreaterThan(5);
    expect(tally['crash after order']).toBeGreaterThan(5);
  },
);
